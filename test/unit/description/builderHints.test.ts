/** What n8n's AI workflow builder is told of the node (docs/n8n.md#builder-hints). */
import { generateNodeTypeFile } from '@n8n/workflow-sdk';

import { choices, description, OPERATIONS, PROPERTIES } from '../../support/engine/description';
import { forbiddenIn, jargonIn, notSentenceCase, wrongFullStop } from '../../support/wording';

const NAMES = [
	...PROPERTIES.map(({ property }) => property.displayName),
	...choices(PROPERTIES).map(({ choice }) => choice.name),
];
const HINTS: Array<[string, string]> = [
	['node', description.builderHint?.searchHint] as [string, string],
	...PROPERTIES.map(
		({ path, property }) => [path, property.builderHint?.propertyHint] as [string, string],
	),
	...OPERATIONS.map(
		({ id, operation }) => [id, operation.builderHint?.propertyHint] as [string, string],
	),
].filter(([, hint]) => hint !== undefined);

describe.each(HINTS)('%s: "%s"', (_, hint) => {
	test('is plain language', () => {
		expect(notSentenceCase(hint, NAMES)).toEqual([]);
		expect(wrongFullStop(hint)).toBe(false);
		expect([...jargonIn(hint), ...forbiddenIn(hint)]).toEqual([]);
	});

	test('names only what there is', () => {
		const named = hint.match(/\boptions\.\w+/g) ?? [];
		expect(PROPERTIES.map(({ path }) => path)).toEqual(expect.arrayContaining(named));
		const operations = OPERATIONS.map(({ operation }) => operation.name);
		const mentioned = hint.match(/\b(Get|Search|Sync|Update|Set) [A-Z]\w+( [A-Z]\w+)*/g) ?? [];
		expect(operations).toEqual(expect.arrayContaining(mentioned));
	});

	test("is free of n8n's internal spelling, which the builder would copy into code", () => {
		expect(hint).not.toMatch(/=?\{\{|\bai_\w+/);
	});
});

test('the hints stay short', () => {
	const lengths = HINTS.map(([, hint]) => hint.length);
	expect(Math.max(...lengths)).toBeLessThan(400);
	expect(lengths.reduce((sum, length) => sum + length, 0)).toBeLessThan(5000);
});

/** Options that are as their default says when they are left out, too. */
const HOLDS_ANYWAY = ['batchRequests', 'includeNested', 'maxRetries', 'returnUnchanged'];

test.each(
	PROPERTIES.filter(
		({ path, property: { type, default: value, name } }) =>
			path === `options.${name}` &&
			((type === 'boolean' && value === true) || type === 'number') &&
			!HOLDS_ANYWAY.includes(name),
	),
)('$path says what happens without it (docs/n8n.md#collection-defaults)', ({ property }) => {
	expect(property.builderHint?.propertyHint).toMatch(/^Left out, /);
});

test('n8n hands the hints on to the builder', () => {
	const definition = generateNodeTypeFile(
		description as unknown as Parameters<typeof generateNodeTypeFile>[0],
	);
	const ofProperties = HINTS.filter(([path]) => PROPERTIES.some((one) => one.path === path));
	expect(ofProperties.length).toBeGreaterThan(5);
	for (const [, hint] of ofProperties) expect(definition).toContain(`@builderHint ${hint}`);
});
