/** Whatever code, tests and documents cite is there: the file, and the section in it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

import { anchorsOf, type Citation, citationsIn } from './citations';

const ROOT = join(__dirname, '../../..');
const FOLDERS = ['nodes', 'credentials', 'sandbox', 'test', 'docs', '.github'];
const TEXT = /\.(?:[cm]?[jt]s|json|md|ya?ml)$/;

/** Files below `folder` (relative to the repository), without what is installed or generated. */
function walk(folder: string): string[] {
	return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
		const path = posix.join(folder, entry.name);
		if (entry.isFile()) return [path];
		const isSource = entry.isDirectory() && !/^(?:\..*|node_modules|dist)$/.test(entry.name);
		return isSource ? walk(path) : [];
	});
}

const files = [
	...readdirSync(ROOT).filter((name) => name.endsWith('.md')),
	...FOLDERS.flatMap(walk),
]
	.filter((path) => TEXT.test(path) && !path.endsWith('package-lock.json'))
	.sort();

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

const anchorsByFile = new Map<string, Set<string>>();
function anchorsIn(path: string): Set<string> {
	const anchors = anchorsByFile.get(path) ?? new Set(anchorsOf(read(path)));
	anchorsByFile.set(path, anchors);
	return anchors;
}

/** What is wrong with a citation; undefined when it resolves. */
function fault({ file, anchor }: Citation): string | undefined {
	if (file === null) return 'is a document outside the repository';
	if (file.startsWith('..')) return 'leads out of the repository';
	if (!existsSync(join(ROOT, file))) return `names ${file}, which does not exist`;
	if (anchor === undefined || !file.endsWith('.md')) return undefined;
	return anchorsIn(file).has(anchor) ? undefined : `names #${anchor}, which ${file} does not have`;
}

const faultsIn = (path: string, text: string): string[] =>
	citationsIn(path, text).flatMap((citation) => {
		const wrong = fault(citation);
		return wrong === undefined ? [] : [`${path}:${citation.line}: ${citation.text} ${wrong}`];
	});

test('every citation leads to a section that exists', () => {
	expect(files.flatMap((path) => faultsIn(path, read(path)))).toEqual([]);
});

test('the search reaches code, tests, documents and itself', () => {
	expect(files).toEqual(
		expect.arrayContaining([
			'README.md',
			'docs/graph.md',
			'nodes/Office365Users/Office365Users.node.ts',
			'sandbox/tenant/README.md',
			'test/unit/docs/citations.test.ts',
		]),
	);
	expect(citationsIn('docs/graph.md', read('docs/graph.md')).length).toBeGreaterThan(100);
});

test.each(['docs/graph.md', 'docs/n8n.md'])('no anchor stands twice in %s', (path) => {
	const anchors = anchorsOf(read(path));
	expect(anchors.filter((anchor, index) => anchors.indexOf(anchor) !== index)).toEqual([]);
});

// Put together from parts, so that the search above does not take them for citations.
const page = (name: string, anchor: string): string => `docs/${name}.md` + `#${anchor}`;
const old = (name: string): string => `${name}-` + 'facts';

describe('what counts as a fault', () => {
	test.each([
		['a section that exists', `// See ${page('graph', 'retry-after')}.`, undefined],
		['a section by an explicit id', `(${page('graph', 'no-manager')})`, undefined],
		['a section that does not', `(${page('graph', 'no-such')})`, '#no-such'],
		['a document that does not', `(${page('nothing', 'retry-after')})`, 'docs/nothing.md'],
		['the second of two', `(${page('graph', 'batch')}, ${page('n8n', 'no-such')})`, '#no-such'],
		['the old facts about Graph', `(${old('graph')} 1.3)`, 'outside'],
		['the old facts about n8n', `(${old('n8n')}, "Executed")`, 'outside'],
		['a section of the design', '(design' + ' 2.1, "Stop")', 'outside'],
		['the same with a sign', '(design' + ' §2)', 'outside'],
		['design as a word', 'by design, not a bug', undefined],
		['an address', `https://example.com/${page('graph', 'no-such')}`, undefined],
	])('in code: %s', (_, text, expected) => {
		const faults = faultsIn('nodes/some.ts', text);
		expect(faults).toHaveLength(expected === undefined ? 0 : 1);
		expect(faults.join()).toContain(expected ?? '');
	});

	test.each([
		['another file', '[limits](graph.md#limits)', undefined],
		['another folder', '[permissions](../README.md#permissions-for-each-operation)', undefined],
		['its own section', '[limits](#limits)', undefined],
		['a picture', '![Fields](images/canvas-example.png)', undefined],
		['no such section of its own', '[limits](#no-such)', '#no-such'],
		['no such section elsewhere', '[limits](n8n.md#no-such)', '#no-such'],
		['no such file', '[limits](no-such.md)', 'docs/no-such.md'],
		['out of the repository', '[limits](../../elsewhere.md)', 'leads out'],
		['an address', '[limits](https://learn.microsoft.com/graph#no-such)', undefined],
		['a link in code', '`[limits](no-such.md)`', undefined],
	])('in Markdown: %s', (_, text, expected) => {
		const faults = faultsIn('docs/graph.md', text);
		expect(faults).toHaveLength(expected === undefined ? 0 : 1);
		expect(faults.join()).toContain(expected ?? '');
	});
});

test('anchors follow GitHub', () => {
	const markdown = [
		'# Okta field -> this node',
		'## `$batch`: 20 at a time',
		'## Retry-After ##',
		'### Straße & Émile',
		'## [Linked](elsewhere.md) heading',
		'## Same',
		'## Same',
		'text <a id="explicit"></a> text',
		'#no-heading',
		'```',
		'# in code',
		'```',
	].join('\n');
	expect(anchorsOf(markdown)).toEqual([
		'okta-field---this-node',
		'batch-20-at-a-time',
		'retry-after',
		'straße--émile',
		'linked-heading',
		'same',
		'same-1',
		'explicit',
	]);
});
