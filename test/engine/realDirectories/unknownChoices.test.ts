/** Operations, options and choices that this version of the node does not know. */
import type { INodeParameters } from 'n8n-workflow';

import { BOTH_PATHS, itemsFor, userOfItem, Workbench } from '../../support/engine/workbench';

const bench = new Workbench();
const profile: INodeParameters = { resource: 'get', operation: 'userProfile', user: userOfItem };
const search: INodeParameters = { resource: 'search', operation: 'users' };

describe.each(BOTH_PATHS)('over %s', (path) => {
	it.each<[string, INodeParameters, RegExp]>([
		[
			'an operation',
			{ ...profile, operation: 'userProfiles' },
			/^'Operation' is "userProfiles", .* Did you mean "userProfile" \(Get User Profile\)\?$/,
		],
		['an operation like none', { ...profile, operation: 'xyz' }, /^'Operation' is "xyz", [^.]*$/],
		['another resource', { ...profile, operation: 'users' }, /^'Operation' is "users"/],
		[
			'a resource',
			{ ...profile, resource: 'gets' },
			/^'Resource' is "gets", .* Did you mean "get" \(Get\)\?$/,
		],
		[
			'an operation by expression',
			{ ...profile, operation: '={{ "userProfile" }}' },
			/^'Operation' is an expression, which n8n does not evaluate here$/,
		],
		[
			'a choice',
			{ ...search, options: { outputFormat: 'connectorV2' } },
			/^'Output Format' is "connectorV2", .* Did you mean "connectorV1" \(Power Automate Connector \(V1\)\)\?$/,
		],
		[
			'a choice outside Options',
			{ resource: 'search', operation: 'changes', state: 'table' },
			/^'Place Between Runs' is "table", which this version of the node does not know$/,
		],
	])('%s is refused by name, and nothing is sent', async (_, parameters, says) => {
		const { error } = await bench.run(parameters, {
			path,
			items: itemsFor(bench.tenant.cast.alice.id),
		});
		expect(error?.message).toMatch(says);
		expect(await bench.log()).toEqual([]);
	});

	it('known choices by expression are as good as others', async () => {
		bench.expectRefusal(404, 'Request_ResourceNotFound');
		const read = await bench.results(
			{ ...profile, options: { ifNotFound: '={{ "returnEmpty" }}' } },
			{ path, items: itemsFor('nobody@contoso.onmicrosoft.example') },
		);
		expect(read).toEqual([{ found: false, user: 'nobody@contoso.onmicrosoft.example' }]);
	});

	it('under Continue each item says so', async () => {
		const { items } = await bench.run(
			{ ...profile, operation: 'userProfiles' },
			{ path, items: itemsFor('a@b.c', 'd@e.f'), settings: { onError: 'continueRegularOutput' } },
		);
		expect(items.map(({ json }) => json.error)).toEqual([
			expect.stringContaining("'Operation' is"),
			expect.stringContaining("'Operation' is"),
		]);
	});
});
