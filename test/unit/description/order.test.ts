import {
	choicesOf,
	description,
	OPERATIONS,
	parameter,
	PROPERTIES,
} from '../../support/engine/description';

/** Alphabetical by what the editor shows; 10 may stand after 1 or after 9. */
function expectSorted(shown: string[]): void {
	const sorted = (numeric: boolean): string[] =>
		[...shown].sort(new Intl.Collator('en', { numeric }).compare);
	expect([sorted(false), sorted(true)]).toContainEqual(shown);
}

test('resources', () => {
	expectSorted(choicesOf(parameter('resource')).map(({ name }) => name));
});

test.each([...new Set(OPERATIONS.map(({ resource }) => resource))])(
	'operations of %s',
	(resource) => {
		const own = OPERATIONS.filter((operation) => operation.resource === resource);
		expectSorted(own.map(({ operation }) => operation.name));
	},
);

test.each(PROPERTIES.filter(({ property }) => property.type === 'multiOptions'))(
	'what $path offers',
	({ property }) => {
		expectSorted(choicesOf(property).map(({ name }) => name));
	},
);

test.each(description.properties.filter(({ type }) => type === 'collection'))(
	'what can be added to $name',
	({ options }) => {
		expectSorted(
			(options ?? []).map((entry) => ('displayName' in entry ? entry.displayName : entry.name)),
		);
	},
);

test('five choices and more', () => {
	const long = PROPERTIES.filter(
		({ property }) => property.type === 'options' && choicesOf(property).length >= 5,
	).map(({ property }) => choicesOf(property).map(({ name }) => name));
	// Sizes go by size.
	for (const names of long) if (!names.some((name) => /^\d/.test(name))) expectSorted(names);
});
