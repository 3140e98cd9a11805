/** 1,000 wrong changes in every field that can be changed, undone: what the tenant keeps is as before. */
import { isDeepStrictEqual } from 'node:util';

import type { IDataObject, INodeParameters } from 'n8n-workflow';

import {
	WRITABLE_FIELDS,
	type WritableField,
} from '../../nodes/Office365Users/users/userProperties';
import { EVERY_RIGHT } from '../support/engine/updating';
import { Workbench } from '../support/engine/workbench';

const bench = new Workbench({ users: 1150 });

const sync = (options: IDataObject): INodeParameters => ({
	resource: 'update',
	operation: 'sync',
	columns: {
		mappingMode: 'autoMapInputData',
		value: null,
		matchingColumns: ['id'],
		schema: [],
	},
	options: options as INodeParameters,
});

/** Another value than anybody has, as Graph accepts it. */
const BY_FORMAT: Readonly<Record<string, (index: number) => string>> = {
	mail: (index) => `wrong${index}@contoso.example`,
	userPrincipalName: (index) => `wrong${index}@contoso.onmicrosoft.example`,
	countryCode: () => 'AQ',
	language: () => 'la-VA',
	url: () => 'https://wrong.example',
};
function wrongValue({ kind, write }: WritableField, index: number): unknown {
	const text = write.values?.[0] ?? BY_FORMAT[write.format ?? '']?.(index) ?? `wrong${index}`;
	if (kind === 'boolean') return index % 2 === 0;
	if (kind === 'dateTime') return '2001-02-03';
	return kind === 'stringList' ? [text] : text;
}

interface Raw {
	readonly properties: Readonly<Record<string, unknown>>;
	readonly managerId: string | null;
}

/**
 * Nothing at all and null are the same to Graph. An address that was somebody's mail stays among the
 * proxy addresses (docs/graph.md#address-conflicts).
 */
function withoutNothing(record: unknown): unknown {
	return JSON.parse(
		JSON.stringify(record, (name, value: unknown) => {
			if (name === 'proxyAddresses') {
				return (value as string[]).filter((address) => !address.startsWith('smtp:wrong'));
			}
			// Everyone's manager says the same.
			if (name === 'directReports') return undefined;
			return value === null || (Array.isArray(value) && value.length === 0) ? undefined : value;
		}),
	) as unknown;
}

/** Everything that the tenant keeps of everyone. */
async function records(ids: readonly string[]): Promise<Map<string, Raw>> {
	const found = new Map<string, Raw>();
	for (let first = 0; first < ids.length; first += 50) {
		const some = ids.slice(first, first + 50);
		const answers = await Promise.all(
			some.map(async (id) => await bench.tenant.control('GET', `/users/${id}`)),
		);
		for (const [index, { body }] of answers.entries()) {
			found.set(some[index], withoutNothing(body) as Raw);
		}
	}
	return found;
}

/** SharePoint's fields and managers take requests of their own; for some of the people will do. */
const isThorough = (index: number): boolean => index % 10 === 0;

test('every record is as before', async () => {
	const ids = (await bench.everyone(['id'])).map(({ id }) => String(id));
	const odd = new Set(Object.values(bench.tenant.cast).map(({ id }) => id));
	const before = await records(ids);
	const boss = bench.tenant.cast.umlaut.id;
	const people = ids.filter((id) => !odd.has(id)).slice(0, 1000);
	expect(people).toHaveLength(1000);
	const rows = people.map((id, index) => {
		const { properties } = before.get(id) as Raw;
		const fields = WRITABLE_FIELDS.filter(
			({ name, secret, sharePoint, memberOf, write }) =>
				!secret &&
				memberOf !== 'passwordProfile' &&
				(!sharePoint || isThorough(index)) &&
				name !== 'preferredName' &&
				// Microsoft lets nobody empty these again, so they are not restored where there was nothing.
				!(write.keeps && (properties[name] ?? null) === null),
		);
		// Two thirds change, a third is cleared.
		const cleared = (field: WritableField) => index % 3 === 2 && !field.write.keeps;
		return {
			id,
			...Object.fromEntries(
				fields.map((field) => [field.name, cleared(field) ? null : wrongValue(field, index)]),
			),
			...(isThorough(index) ? { manager: index % 3 === 2 ? null : boss } : {}),
		};
	});
	const run = async (items: IDataObject[]) =>
		await bench.results(sync({ emptyValues: 'clear' }), {
			signIn: { scopes: EVERY_RIGHT },
			items: items.map((json) => ({ json })),
		});

	const wrong = await run(rows);
	expect(wrong.filter(({ written }) => written)).toHaveLength(1000);
	const spoilt = await records(ids);
	expect(
		people.filter((id) => JSON.stringify(spoilt.get(id)) === JSON.stringify(before.get(id))),
	).toEqual([]);

	await run(wrong.map(({ undo }) => undo as IDataObject));
	const after = await records(ids);
	expect([...after].filter(([id, record]) => !isDeepStrictEqual(record, before.get(id)))).toEqual(
		[],
	);
}, 120_000);
