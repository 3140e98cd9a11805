/** Search Users: tenants for customers, which refuse advanced queries, and filters that only look like it. */
import type { INodeParameters } from 'n8n-workflow';

import { Workbench } from '../support/engine/workbench';

const bench = new Workbench();
const signIn = { scopes: ['User.Read.All', 'GroupMember.Read.All'] };
const legal = (): unknown => ({ __rl: true, mode: 'id', value: bench.tenant.cast.groups.Legal });
const condition = (field: string, value: unknown): unknown => ({
	condition: [{ field, operator: 'equals', value }],
});

async function failure(options: object, searchTerm = ''): Promise<string | undefined> {
	const parameters = { resource: 'search', operation: 'users', searchTerm, options };
	const { error } = await bench.run(parameters as INodeParameters, { signIn });
	return error?.message;
}

beforeEach(() => bench.expectRefusal(400));

describe('a filter that is refused', () => {
	it.each(["department eq 'B2C' xor", 'otherMails/$count eq 0 xor', "city eq '$search' xor"])(
		'is not taken for a tenant without advanced queries: %s',
		async (filter) => {
			expect(await failure({ filter })).toContain("'Filter' was not accepted");
			expect(await failure({ filter, countOnly: true })).toContain("'Filter' was not accepted");
		},
	);

	it.each([
		"Unsupported value in 'department eq 'B2C'' at position 3 of the expression",
		"The literal 'B2C' is not known to the filter",
	])('in other words: %s', async (message) => {
		await bench.fault(
			{ type: 'error', status: 400, code: 'Request_BadRequest', message },
			{ pathPattern: '/users\\?' },
		);
		expect(await failure({ filter: "department eq 'B2C'", countOnly: true })).toContain(
			"'Filter' was not accepted",
		);
	});
});

describe('a tenant for customers', () => {
	beforeEach(async () => await bench.set({ b2c: true }));

	it('does not count the members of a group', async () => {
		expect(await failure({ countOnly: true, memberOf: legal() })).toBe(
			"This tenant does not support 'Count Only'",
		);
	});

	it('is told which parameter needs an advanced query', async () => {
		expect(await failure({ conditions: condition('companyName', 'x') })).toContain("'Conditions'");
		expect(await failure({ searchMode: 'tokens' }, 'a')).toContain("'Search Term'");
		expect(await failure({ orderBy: 'createdDateTime' })).toContain("'Sort'");
		const ofGroup = { memberOf: legal(), conditions: condition('accountEnabled', true) };
		expect(await failure(ofGroup)).toContain("'Conditions'");
	});
});
