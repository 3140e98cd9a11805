/** Nothing is started after a failure, and changes to one user keep their order. */
import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { EVERY_RIGHT, ordinaryPeople } from '../../support/engine/updating';
import {
	BOTH_PATHS,
	type SignIn,
	user,
	userOfItem,
	Workbench,
} from '../../support/engine/workbench';

const bench = new Workbench({ users: 260 });
const all: SignIn = { scopes: EVERY_RIGHT };
const items = (...rows: IDataObject[]): INodeExecutionData[] => rows.map((json) => ({ json }));
const NOBODY = '11111111-2222-3333-4444-555555555555';

describe.each(BOTH_PATHS)('over %s', (path) => {
	const setManager = (settings: INodeParameters = {}): INodeParameters => ({
		resource: 'update',
		operation: 'manager',
		user: userOfItem,
		manager: user('={{ $json.manager }}'),
		...settings,
	});

	it('Stop: after the first Set Manager failed, a look-up of others is no beginning', async () => {
		const people = await ordinaryPeople(bench, 200);
		const managers = await bench.everyone(['userPrincipalName']);
		await bench.set({ latencyMs: 20 });
		// A manager named by UPN is looked up first; the first item's reference does not exist.
		bench.expectRefusal(400);
		bench.expectRefusal(404);
		const { error } = await bench.run(setManager(), {
			path,
			signIn: all,
			items: items(
				{ user: people[0], manager: NOBODY },
				...people.slice(1).map((id, index) => ({
					user: id,
					manager: managers[index].userPrincipalName,
				})),
			),
		});
		expect(error?.message).toMatch(/were updated before this/);
		const log = await bench.asked();
		const refused = log.findIndex(({ method, status }) => method === 'PUT' && status >= 400);
		const after = log.slice(refused + 1).filter(({ method }) => method === 'PUT');
		// Only what was in flight at that moment.
		expect(after.length).toBeLessThan(100);
	});

	it('the last item about a user wins, however the user is named', async () => {
		const { admin } = bench.tenant.cast;
		const { id, userPrincipalName: name } = admin;
		const others = await ordinaryPeople(bench, 30);
		await bench.set({ latencyMs: 15 });
		const spellings = [
			name,
			`https://entra.microsoft.com/#view/Microsoft_AAD_UsersAndTenants/UserProfileMenuBlade/~/overview/userId/${id}`,
			'me',
			id.toUpperCase(),
			name.toUpperCase(),
			id,
		];
		const rows = spellings.flatMap((one, index) => [
			{ user: one, jobTitle: `step ${index}` },
			...others
				.slice(index * 5, index * 5 + 5)
				.map((other) => ({ user: other, jobTitle: 'other' })),
		]);
		await bench.results(
			{
				resource: 'update',
				operation: 'user',
				user: userOfItem,
				updateFields: { jobTitle: '={{ $json.jobTitle }}' },
			},
			{ path, signIn: { ...all, as: admin }, items: items(...rows) },
		);
		const changes = (await bench.asked()).filter(
			({ method, body }) =>
				method === 'PATCH' && String((body as IDataObject).jobTitle).startsWith('step'),
		);
		expect(changes.map(({ body }) => (body as IDataObject).jobTitle)).toEqual(
			spellings.map((_, index) => `step ${index}`),
		);
		expect(await bench.stored(admin)).toMatchObject({ jobTitle: `step ${spellings.length - 1}` });
	});

	it('the same manager is looked up once', async () => {
		const people = await ordinaryPeople(bench, 12);
		const { ceo } = bench.tenant.cast;
		await bench.results(setManager(), {
			path,
			signIn: all,
			items: items(...people.map((id) => ({ user: id, manager: ceo.userPrincipalName }))),
		});
		const lookUps = (await bench.asked()).filter(({ method }) => method === 'GET');
		expect(lookUps.map(({ url }) => url)).toHaveLength(1);
	});
});

it('Batching: a failure ends the pauses, and later groups are not started', async () => {
	const people = await ordinaryPeople(bench, 6);
	bench.expectRefusal(404);
	const { error } = await bench.run(
		{
			resource: 'get',
			operation: 'userProfile',
			user: userOfItem,
			// A minute each: the test would not live to see the end of the pauses.
			requestOptions: { batching: { batch: { batchSize: 2, batchInterval: 60_000 } } },
		},
		{ items: items({ user: NOBODY }, ...people.map((id) => ({ user: id }))) },
	);
	expect(error?.message).toContain('No user found');
	const asked = new Set((await bench.asked()).map(({ path }) => path.split('/').at(-1)));
	for (const id of people.slice(1)) expect(asked).not.toContain(id);
});

it('rows that change nothing do not let changes go before all items are checked', async () => {
	const people = await ordinaryPeople(bench, 200);
	const rows = [
		{ user: people[0], city: 'Oslo' },
		...Array.from({ length: 310 }, (_, index) => ({ user: people[index % 200], city: '' })),
		...people.map((id) => ({ user: id, city: 'Oslo' })),
		{ user: 'nobody at all', city: 'Oslo' },
	];
	const { error } = await bench.run(
		{
			resource: 'update',
			operation: 'user',
			user: userOfItem,
			updateFields: { city: '={{ $json.city }}' },
			options: { emptyValues: 'skip' },
		},
		{ signIn: all, items: items(...rows) },
	);
	expect(error?.message).toContain("'User' is");
	expect(await bench.log()).toEqual([]);
});

it('a row that differs in nothing fails where the one that it relies on has failed', async () => {
	const [id] = await ordinaryPeople(bench, 1);
	bench.expectRefusal(403);
	await bench.fault(
		{ type: 'error', status: 403, code: 'Authorization_RequestDenied' },
		{ method: 'PATCH' },
	);
	const row = { id, city: 'Nowhere else' };
	const { items: results } = await bench.run(
		{
			resource: 'update',
			operation: 'sync',
			columns: {
				mappingMode: 'autoMapInputData',
				value: null,
				matchingColumns: ['id'],
				schema: [],
			},
		},
		{ signIn: all, items: items(row, row), settings: { onError: 'continueRegularOutput' } },
	);
	expect(results.map(({ json }) => typeof json.error)).toEqual(['string', 'string']);
});

it('a change that Graph refused for now is not made once the run has stopped', async () => {
	const [busy, refused] = await ordinaryPeople(bench, 2);
	const before = await bench.stored(busy);
	bench.expectRefusal(429);
	bench.expectRefusal(400);
	await bench.fault({ type: '429', retryAfter: 1 }, { method: 'PATCH', pathPattern: busy });
	await bench.fault(
		{ type: 'error', status: 400, code: 'Request_BadRequest', message: 'No.' },
		{ method: 'PATCH', pathPattern: refused },
	);
	const { error } = await bench.run(
		{
			resource: 'update',
			operation: 'user',
			user: userOfItem,
			updateFields: { city: 'Somewhere else' },
		},
		{ signIn: all, items: items({ user: busy }, { user: refused }) },
	);
	expect(error?.message).toContain('No.');
	expect(error?.message).toContain('0 of 2 users were updated before this');
	expect((await bench.stored(busy)).city).toEqual(before.city);
	const changes = (await bench.asked()).filter(({ method }) => method === 'PATCH');
	expect(changes.map(({ status }) => status).sort()).toEqual([400, 429]);
});
