/**
 * Each expression in routing is evaluated for every item, twice
 * (docs/architecture.md#one-property-per-parameter).
 */
import { description } from '../../support/engine/description';

/** Every text that n8n would take for an expression, with where it stands. */
function expressionsIn(value: unknown, path: string): string[] {
	if (typeof value === 'string') return value.startsWith('=') ? [`${path}: ${value}`] : [];
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([name, inner]) => expressionsIn(inner, `${path}.${name}`));
}

/** Every `routing`, wherever it stands. */
function routings(value: unknown, path = ''): Array<{ path: string; routing: unknown }> {
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([name, inner]) =>
		name === 'routing' ? [{ path, routing: inner as unknown }] : routings(inner, `${path}.${name}`),
	);
}

test('the search for expressions finds them', () => {
	expect(expressionsIn({ a: [{ b: '={{ $json.x }}' }, 'x=1'] }, '')).toEqual([
		'.a.0.b: ={{ $json.x }}',
	]);
	expect(routings({ a: [{ routing: 1 }, { options: [{ routing: 2 }] }] })).toHaveLength(2);
});

test('none in requestDefaults and requestOperations', () => {
	expect(expressionsIn(description.requestDefaults, 'requestDefaults')).toEqual([]);
	expect(expressionsIn(description.requestOperations, 'requestOperations')).toEqual([]);
});

test('none in any routing', () => {
	const all = routings(description.properties, 'properties');
	expect(all.length).toBeGreaterThan(0);
	expect(all.flatMap(({ path, routing }) => expressionsIn(routing, path))).toEqual([]);
});

test('none as a default', () => {
	const defaults = description.properties.map((property) => [property.name, property.default]);
	expect(expressionsIn(Object.fromEntries(defaults), 'default')).toEqual([]);
});
