/**
 * Values that cannot be used: the message names the parameter as the editor shows it, and nothing
 * is sent.
 */
import type { INodeParameters, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { Office365Users } from '../../nodes/Office365Users/Office365Users.node';
import type { Path } from '../support/engine/engine';
import { BOTH_PATHS, itemsFor, user, userOfItem, Workbench } from '../support/engine/workbench';

const bench = new Workbench();

const profile = { resource: 'get', operation: 'userProfile', user: userOfItem };
const manager = { resource: 'get', operation: 'manager', user: userOfItem };
const reports = { resource: 'get', operation: 'directReports', user: userOfItem };
const myProfile = { resource: 'get', operation: 'myProfile' };
const search = { resource: 'search', operation: 'users' };

const { properties } = new Office365Users().description;

/** A parameter, or an entry of Options, as the editor names it. */
function shownAs(name: string): string {
	const options = properties.find((property) => property.name === 'options');
	const all: Array<INodeProperties | INodePropertyOptions> = [
		...properties,
		...((options?.options ?? []) as INodeProperties[]),
	];
	const found = all.find((property) => property.name === name) as INodeProperties | undefined;
	if (!found) throw new Error(`The node has no parameter ${name}`);
	return `'${found.displayName}'`;
}

const expression = (value: unknown): string =>
	value === undefined ? '={{ undefined }}' : `={{ ${JSON.stringify(value)} }}`;

/** The value is refused, its parameter is named, and nothing is sent. */
async function expectRefused(
	parameter: string,
	parameters: INodeParameters,
	values: unknown[] = [bench.tenant.cast.alice.id],
	path?: Path,
): Promise<string> {
	const { error, items } = await bench.run(parameters, { path, items: itemsFor(...values) });
	expect(error?.message).toContain(shownAs(parameter));
	expect(error?.context?.itemIndex).toBe(0);
	expect(items).toEqual([]);
	expect(await bench.log()).toEqual([]);
	return String(error?.message);
}

describe.each(BOTH_PATHS)('a value of the wrong type, over %s', (path) => {
	const values = [null, undefined, [], {}, 42, true, 'a text'];
	const refusals: Array<[string, INodeParameters, unknown[]]> = [
		['user', profile, values],
		['selectFields', search, [{}, 42, true, [null]]],
		['limit', search, [null, undefined, [], {}, true, 'a text']],
		['searchTerm', search, [[], {}, true]],
		['filter', search, [[], {}, 42, true]],
		['orderBy', search, [[], {}, 42, true]],
		['maxRetries', search, [[], {}, true, 'a text']],
	];

	it.each(refusals)('%s', async (name, parameters, refused) => {
		for (const value of refused) {
			if (name === 'user') {
				await expectRefused(name, parameters, [value], path);
			} else {
				const given = { [name]: expression(value) };
				const isOption = ['filter', 'orderBy', 'maxRetries'].includes(name);
				const set = isOption ? { options: given } : given;
				await expectRefused(name, { ...parameters, ...set }, undefined, path);
			}
		}
	});
});

describe('Bad input', () => {
	describe.each([
		['Get User Profile', profile],
		['Get Manager', manager],
		['Get Direct Reports', reports],
	])('%s: User', (_name, parameters) => {
		it.each([[''], ['  '], [null], [undefined]])('%j is empty', async (value) => {
			expect(await expectRefused('user', parameters, [value])).toMatch(/^'User' is empty/);
		});

		it.each([
			[[]],
			[{}],
			[42],
			[0],
			[true],
			[['alice@contoso.example']],
			['nobody'],
			['nobody@'],
			['@contoso.example'],
			['a@b@contoso.example'],
			['two words@contoso.example'],
			['a/b@contoso.example'],
			['one@contoso.example, two@contoso.example'],
			['87d349ed-44d7-43e1-9a83-5f2406dee5b'],
			['87d349ed-44d7-43e1-9a83-5f2406dee5bdd'],
			['87d349ed44d743e19a835f2406dee5bd'],
			['g7d349ed-44d7-43e1-9a83-5f2406dee5bd'],
			['{87d349ed-44d7-43e1-9a83-5f2406dee5bd'],
			['https://portal.example/home'],
			['[object Object]'],
		])('%j is neither a name nor an ID', async (value) => {
			const message = await expectRefused('user', parameters, [value]);
			expect(message).toMatch(/neither a user principal name nor an ID/);
		});
	});

	it.each(['list', 'upn', 'id'] as const)(
		'n8n itself does not run a node whose User (%s) was left empty in the editor',
		async (mode) => {
			const parameters = { ...profile, user: user('', mode) };
			await expect(bench.run(parameters)).rejects.toThrow(/has issues/);
			expect(await bench.log()).toEqual([]);
		},
	);

	it('accepts a User stored as plain text', async () => {
		const { alice } = bench.tenant.cast;
		const [read] = await bench.results({ ...profile, user: alice.userPrincipalName });
		expect(read.id).toBe(alice.id);
	});

	describe('Fields', () => {
		const everywhere: Array<[string, INodeParameters]> = [
			['Get User Profile', profile],
			['Get Manager', manager],
			['Get Direct Reports', reports],
			['Get My Profile', myProfile],
			['Search Users', search],
		];

		it.each(everywhere)('%s: a name that cannot be a field name', async (_name, parameters) => {
			for (const selectFields of [
				['job title'],
				['jobTitle', '$filter'],
				['1stName'],
				["name'"],
				['manager/id'],
				['name&$top=1'],
				['*'],
			]) {
				await expectRefused('selectFields', { ...parameters, selectFields });
			}
		});

		it.each([[42], [true], [{}], [{ displayName: true }], [[null]], [[42]], [[['mail']]]])(
			'%j through an expression',
			async (value) => {
				await expectRefused('selectFields', { ...search, selectFields: expression(value) });
			},
		);

		it('names the wrong field', async () => {
			const message = await expectRefused('selectFields', {
				...search,
				selectFields: '={{ "surname, job title" }}',
			});
			expect(message).toContain('job title');
			expect(message).not.toContain('surname');
		});
	});

	it.each([[0], [-1], [1.5], ['abc'], [''], ['5 users'], [null], [undefined], [[]], [{}], [true]])(
		'Limit %j',
		async (value) => {
			for (const parameters of [search, reports]) {
				await expectRefused('limit', { ...parameters, limit: expression(value) });
			}
		},
	);

	it.each([[0], [-1], [1.5]])('Limit %j, set in the editor', async (limit) => {
		await expectRefused('limit', { ...search, limit });
	});

	it.each([[{}], [[]], [['alice']], [true]])('Search Term %j', async (value) => {
		await expectRefused('searchTerm', { ...search, searchTerm: expression(value) });
	});

	describe('Options', () => {
		it.each([
			["department eq 'Sales"],
			["department eq Sales'"],
			["surname eq 'O'Brien'"],
			["(department eq 'Sales'"],
			["department eq 'Sales')"],
			[")department eq 'Sales'("],
			["startswith(displayName,'a'"],
			["((department eq 'Sales')"],
			[42],
			[true],
			[{}],
			[[]],
		])('Filter %j', async (value) => {
			for (const parameters of [search, reports]) {
				await expectRefused('filter', { ...parameters, options: { filter: expression(value) } });
			}
		});

		it.each([
			['display name'],
			['displayName descending'],
			['displayName desc asc'],
			['displayName; desc'],
			['displayName desc,'],
			['displayName desc&$top=1'],
			["'displayName'"],
			['-displayName'],
			['1'],
			[42],
			[{}],
			[[]],
		])('Sort %j', async (value) => {
			await expectRefused('orderBy', { ...search, options: { orderBy: expression(value) } });
		});

		it.each([[-1], [0.5], ['abc'], [{}], [[]], [true]])('Max Retries %j', async (value) => {
			for (const parameters of [profile, manager, reports, myProfile, search]) {
				await expectRefused('maxRetries', {
					...parameters,
					options: { maxRetries: expression(value) },
				});
			}
		});
	});
});
