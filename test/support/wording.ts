/** What n8n asks of texts in the editor (docs/n8n.md#wording), as functions that say what is wrong. */
import { FORBIDDEN_WORDS } from './forbiddenWords';

const SMALL_WORDS = new Set(
	'a an and as at but by for from in into nor of on or over per than the to with'.split(' '),
);

/** Words with a capital letter of their own, wherever they stand. */
const PROPER_NOUNS = new Set([
	...'Microsoft Graph Office SharePoint Entra OData Azure Exchange Online Power Automate'.split(
		' ',
	),
	...'ID IDs UTC ISO URL PNG JPEG OneDrive PowerPoint Delve I AI OAuth2 GCC US DoD'.split(' '),
]);

/** Names of several words, of which some are ordinary ones elsewhere. */
const PROPER_NAMES = [
	'Global Administrator',
	'User Administrator',
	'Attribute Assignment Reader',
	'Microsoft Entra ID P1',
	'Office 365 Users',
	'Conditional Access',
	'Active Directory',
	'Certificates & secrets',
];

/** Words that only developers use. */
const JARGON =
	/\b(endpoints?|payloads?|booleans?|json|apis?|http requests?|binary propert(y|ies)|stringif\w+|nullable|regex|boilerplate)\b/i;

const bare = (word: string): string => word.replace(/^[("'[]+|[)"'\].,;:!?]+$/g, '');
const words = (text: string): string[] => text.split(/\s+/).map(bare).filter(Boolean);

/** "Get User Profile": every word but small ones begins with a capital letter. */
export function notTitleCase(name: string): string[] {
	const all = words(name);
	return all.filter(
		(word, index) =>
			/^\p{Ll}/u.test(word) &&
			(!SMALL_WORDS.has(word) || index === 0 || index === all.length - 1) &&
			// An address or a code, such as image/jpeg; 48 x 48.
			!/[/.@_\d]|^x$/.test(word),
	);
}

/** Capital letters in the middle of a sentence, names of things in the editor aside. */
export function notSentenceCase(text: string, namesInTheEditor: string[]): string[] {
	const longestFirst = [...namesInTheEditor].sort((one, other) => other.length - one.length);
	// Markup, quoted names and lists of values are not for this rule.
	let rest = text.replace(/<[^>]+>|'[^']+'|\bsuch as [^.;]*/gi, ' ');
	for (const name of [...PROPER_NAMES, ...longestFirst]) {
		if (name.includes(' ')) rest = rest.split(name).join(' ');
	}
	const wrong = sentences(rest).flatMap((sentence) =>
		words(sentence)
			.slice(1)
			.filter((word) => /^\p{Lu}/u.test(word) && !PROPER_NOUNS.has(word))
			// A permission, a name as another program writes it, an abbreviation.
			.filter((word) => !/\.|\p{Ll}\p{Lu}|^\p{Lu}+s?$/u.test(word)),
	);
	return /^[\p{Ll}]/u.test(text) ? [words(text)[0], ...wrong] : wrong;
}

/** The sentences of a text; an abbreviation or a version ends none. */
export const sentences = (text: string): string[] =>
	text
		.replace(/\b(e\.g|i\.e|etc)\./g, '$1')
		.split(/[.!?](?=\s+\p{Lu})/u)
		.filter((sentence) => sentence.trim() !== '');

/** One sentence has no full stop; of several each has one. */
export const wrongFullStop = (text: string): boolean =>
	text.endsWith('.') !== sentences(text).length > 1;

export const jargonIn = (text: string): string[] => text.match(JARGON)?.slice(0, 1) ?? [];
export const forbiddenIn = (text: string): string[] =>
	text.match(FORBIDDEN_WORDS)?.slice(0, 1) ?? [];
export const articlesIn = (text: string): string[] => text.match(/\b(an?|the)\b/gi) ?? [];
