/** Search Users: an address that is too long for an advanced query is refused before it is sent. */
import type { INodeParameters } from 'n8n-workflow';

import { BOTH_PATHS, Workbench } from '../support/engine/workbench';

const bench = new Workbench();
const signIn = { scopes: ['User.Read.All', 'AuditLog.Read.All', 'GroupMember.Read.All'] };

const condition = (field: string, operator: string, value: unknown): object => ({
	condition: [{ field, operator, value }],
});
async function failure(options: object, more: object = {}): Promise<string | undefined> {
	const { error } = await bench.run(
		{
			resource: 'search',
			operation: 'users',
			returnAll: true,
			selectFields: ['id'],
			options,
			...more,
		} as INodeParameters,
		{ signIn },
	);
	return error?.message;
}

it.each([
	["'Search Term'", {}, { searchTerm: 'x'.repeat(500) }],
	[
		"'Conditions'",
		{ conditions: condition('streetAddress', 'equals', '東京都千代田区'.repeat(35)) },
		{},
	],
	["'Filter'", { filter: `city eq '${'x'.repeat(2000)}'` }, {}],
	[
		"'Search Term' and 'Filter'",
		{ filter: `city ne '${'x'.repeat(1900)}'` },
		{ searchTerm: 'x'.repeat(100) },
	],
])('%s', async (name, options, more) => {
	expect(await failure(options, more)).toMatch(
		new RegExp(`^${name} would make the address of the request [\\d,]+ characters long`),
	);
	expect(await bench.asked()).toEqual([]);
});

it.each(BOTH_PATHS)('counts what other options add to it (%s)', async (path) => {
	const ids = (await bench.everyone(['id'])).map(({ id }) => id).slice(0, 60);
	const told: Array<[number, string]> = [];
	for (let count = 38; count <= 46; count++) {
		const value = ids.slice(0, count);
		for (const options of [{}, { inactiveForDays: 1 }, { countOnly: true }]) {
			const { error } = await bench.run(
				{
					resource: 'search',
					operation: 'users',
					returnAll: true,
					selectFields: ['id'],
					options: { ...options, conditions: condition('id', 'isOneOf', value) },
				} as INodeParameters,
				{ signIn, path },
			);
			// Whatever is too long is told by the node; a refusal of the tenant fails the test.
			if (error) told.push([count, error.message]);
		}
	}
	expect(told.length).toBeGreaterThan(0);
	for (const [count, message] of told) {
		expect(message).toMatch(new RegExp(`^'Conditions' has ${count} values, and the address`));
	}
	expect(told.length).toBeLessThan(27);
});
