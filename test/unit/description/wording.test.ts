import {
	choices,
	choicesOf,
	description,
	modes,
	OPERATIONS,
	PROPERTIES,
} from '../../support/engine/description';
import {
	articlesIn,
	forbiddenIn,
	jargonIn,
	notSentenceCase,
	notTitleCase,
	wrongFullStop,
} from '../../support/wording';

const CHOICES = choices(PROPERTIES);
const MODES = modes(PROPERTIES);

/** Every name in the editor, with where it stands. */
const NAMES: Array<[string, string]> = [
	...PROPERTIES.map(({ path, property }): [string, string] => [path, property.displayName]),
	...CHOICES.map(({ path, choice }): [string, string] => [path, choice.name]),
	...MODES.map(({ path, mode }): [string, string] => [path, mode.displayName]),
];
/** Every text that explains. */
const TEXTS: Array<[string, string]> = [
	['node', description.description] as [string, string],
	...PROPERTIES.map(({ path, property }) => [path, property.description] as [string, string]),
	...CHOICES.map(({ path, choice }) => [path, choice.description] as [string, string]),
].filter(([, text]) => text !== undefined);
const HINTS: Array<[string, string]> = [
	...PROPERTIES.map(({ path, property }) => [path, property.hint] as [string, string]),
	...MODES.map(({ path, mode }) => [path, mode.hint] as [string, string]),
].filter(([, text]) => text !== undefined);

const inTheEditor = NAMES.map(([, name]) => name);

test.each(NAMES)('%s: "%s" is in title case', (_, name) => {
	expect(notTitleCase(name)).toEqual([]);
});

describe.each([...TEXTS, ...HINTS])('%s: "%s"', (_, text) => {
	test('is in sentence case', () => {
		expect(notSentenceCase(text, inTheEditor)).toEqual([]);
	});

	test('has a full stop only where there are several sentences', () => {
		expect(wrongFullStop(text)).toBe(false);
	});

	test('is free of jargon, and of words that leave a person no wiser', () => {
		expect([...jargonIn(text), ...forbiddenIn(text)]).toEqual([]);
	});
});

test.each(NAMES)('%s: "%s" is free of jargon', (_, name) => {
	expect([...jargonIn(name), ...forbiddenIn(name)]).toEqual([]);
});

test.each(PROPERTIES.filter(({ property }) => property.type === 'boolean'))(
	'$path, to turn on or off, says whether',
	({ property }) => {
		expect(property.description).toMatch(/^Whether /);
	},
);

test.each(
	PROPERTIES.filter(
		({ property }) => property.placeholder !== undefined && !/collection/i.test(property.type),
	),
)('the placeholder of $path is an example', ({ property }) => {
	expect(property.placeholder).toMatch(/^e\.g\. \S/);
});

test.each(PROPERTIES.filter(({ property }) => /collection/i.test(property.type)))(
	'$path says what its button adds',
	({ property }) => {
		expect(property.placeholder).toMatch(/^Add [a-z]/);
	},
);

test.each(MODES)('the placeholder of $path', ({ mode }) => {
	expect(mode.placeholder).toMatch(mode.type === 'list' ? /^Choose an? .*\.\.\.$/ : /^e\.g\. \S/);
});

describe.each(OPERATIONS)('the action of $id', ({ operation }) => {
	const action = operation.action ?? '';

	test('leaves out articles', () => {
		expect(articlesIn(action)).toEqual([]);
	});

	test('is in sentence case and no sentence', () => {
		expect(action).toMatch(/^\p{Lu}/u);
		expect(notSentenceCase(action, [])).toEqual([]);
		expect(action).not.toMatch(/\.$/);
	});
});

test('no two actions are the same', () => {
	const actions = OPERATIONS.map(({ operation }) => operation.action);
	expect(new Set(actions).size).toBe(actions.length);
});

test.each(
	description.properties.filter(
		({ name, type }) => !['resource', 'operation', 'options'].includes(name) && type !== 'notice',
	),
)('$name is explained', (property) => {
	const all = choicesOf(property);
	const choicesSpeak = all.length > 0 && all.every((choice) => choice.description);
	expect(Boolean(property.description ?? property.hint) || choicesSpeak).toBe(true);
});
