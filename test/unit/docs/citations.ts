/** Finds citations in text, and the anchors that a Markdown file offers. */
import { posix } from 'node:path';

export interface Citation {
	/** As written, for the message of a failure. */
	readonly text: string;
	/** Line of the text, from 1. */
	readonly line: number;
	/** The file cited, relative to the repository; null where the citation names no such file. */
	readonly file: string | null;
	readonly anchor?: string;
}

/** `docs/<file>.md#anchor`, in code and in prose; not the end of a longer path or of an address. */
const IN_TEXT = /(?<![\w./-])docs\/[\w.-]+\.md#[\w-]+/g;
/** `[words](target "title")`, also of a picture; the words may hold one pair of brackets. */
const LINK = /\[(?:[^[\]]|\[[^\]]*\])*\]\(([^()\s]+(?:\([^()\s]*\))?)(?:\s+"[^"]*")?\)/g;
/** Documents that are not in the repository: the old names of the facts, and sections of a design. */
const OUTSIDE = new RegExp(`\\b(?:graph|n8n)-${'facts'}\\b|\\bdesign (?:§ ?)?[0-9]`, 'gi');

/** Everything that `text` cites; `path` is its own file, relative to the repository. */
export function citationsIn(path: string, text: string): Citation[] {
	return text.split('\n').flatMap((content, index) => {
		const line = index + 1;
		const found: Citation[] = [
			...all(IN_TEXT, content).map(([cited]) => ({ text: cited, line, ...split(cited) })),
			...all(OUTSIDE, content).map(([cited]) => ({ text: cited, line, file: null })),
		];
		return path.endsWith('.md') ? [...found, ...linksIn(path, content, line)] : found;
	});
}

/** Relative links; code spans hold none. */
function linksIn(path: string, content: string, line: number): Citation[] {
	return all(LINK, content.replace(/`[^`]*`/g, ''))
		.filter(([, target]) => !/^[a-z][a-z0-9+.-]*:/i.test(target))
		.map(([, target]) => {
			const { file, anchor } = split(decodeURI(target));
			const folder = posix.dirname(path);
			return { text: target, line, file: file ? posix.join(folder, file) : path, anchor };
		});
}

function split(target: string): { file: string; anchor?: string } {
	const [file, anchor] = target.split('#');
	return { file, anchor };
}

const all = (pattern: RegExp, text: string): RegExpMatchArray[] => [...text.matchAll(pattern)];

/** The anchors of a Markdown file: its headings by GitHub's rules, and explicit ids. */
export function anchorsOf(markdown: string): string[] {
	const headings: string[] = [];
	const ids: string[] = [];
	for (const content of markdown.replace(/^(```|~~~)[\s\S]*?^\1/gm, '').split('\n')) {
		const heading = /^ {0,3}#{1,6}\s+(.*?)(?:\s+#+)?\s*$/.exec(content);
		if (heading) headings.push(slug(heading[1]));
		ids.push(...all(/<a (?:id|name)="([^"]+)"/g, content).map(([, id]) => id));
	}
	// A heading that occurs again gets a number.
	const seen = new Map<string, number>();
	const numbered = headings.map((heading) => {
		const times = seen.get(heading) ?? 0;
		seen.set(heading, times + 1);
		return times === 0 ? heading : `${heading}-${times}`;
	});
	return [...numbered, ...ids];
}

/** GitHub's anchor for a heading: lower case, without punctuation, a hyphen for each blank. */
function slug(heading: string): string {
	return heading
		.replace(/<[^>]*>/g, '')
		.replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
		.toLowerCase()
		.replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
		.replace(/ /g, '-');
}
