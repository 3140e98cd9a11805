/** Helpers for tests of Sync Users. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { EVERY_RIGHT } from './updating';
import type { Workbench } from './workbench';

/** With these the definitions of extensions may be read, too. */
export const WITH_DEFINITIONS: readonly string[] = [...EVERY_RIGHT, 'Application.Read.All'];

/**
 * Fields of the input are columns by their names.
 * @param matching the column to match on; undefined: as the editor leaves it
 */
export const automatic = (
	matching: string | undefined,
	options: IDataObject = {},
): INodeParameters => ({
	resource: 'update',
	operation: 'sync',
	columns: {
		mappingMode: 'autoMapInputData',
		value: null,
		matchingColumns: matching === undefined ? [] : [matching],
		schema: [],
	},
	options: options as INodeParameters,
});

/** Each column has a value or an expression. */
export const byHand = (
	matching: string,
	value: Record<string, string>,
	options: IDataObject = {},
): INodeParameters => ({
	...automatic(matching, options),
	columns: {
		mappingMode: 'defineBelow',
		value,
		matchingColumns: [matching],
		schema: Object.keys(value).map((id) => ({ id, displayName: id, type: 'string' })) as never,
	},
});

/** What came of each row: matched by ID, with On Error: Continue. */
export async function synced(
	bench: Workbench,
	rows: readonly IDataObject[],
	options: IDataObject = {},
	scopes: readonly string[] = WITH_DEFINITIONS,
): Promise<IDataObject[]> {
	const { items } = await bench.run(automatic('id', options), {
		signIn: { scopes },
		settings: { onError: 'continueRegularOutput' },
		items: rows.map((json) => ({ json })),
	});
	return items.map(({ json }) => json);
}

/** As docs/sync.md says it: the rows that undo these results, empty values cleared. */
export const undone = async (
	bench: Workbench,
	results: readonly IDataObject[],
): Promise<IDataObject[]> =>
	await synced(
		bench,
		results.map(({ undo }) => undo as IDataObject),
		{ emptyValues: 'clear' },
	);

/** A user as the tenant keeps them. */
export interface Kept {
	readonly properties: IDataObject;
	readonly openExtensions: IDataObject;
}

export const kept = async (bench: Workbench, id: string): Promise<Kept> =>
	(await bench.tenant.control('GET', `/users/${id}`)).body as unknown as Kept;

/** Gives a user values that Graph would not take from the node, or not in this form. */
export async function keep(bench: Workbench, id: string, what: Partial<Kept>): Promise<void> {
	const { status, body } = await bench.tenant.control('PATCH', `/users/${id}`, what as IDataObject);
	if (status !== 200) throw new Error(JSON.stringify(body));
}
