/** Search Users: the option Inactive For (Days). */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { modeOf } from '../support/engine/queryMode';
import type { Path } from '../support/engine/engine';
import { BOTH_PATHS, Workbench } from '../support/engine/workbench';

const bench = new Workbench();
const scopes = ['User.Read.All', 'AuditLog.Read.All', 'GroupMember.Read.All', 'Sites.Read.All'];
const signIn = { scopes };
const DAY = 86_400_000;
const daysAgo = (days: number): string => new Date(Date.now() - days * DAY).toISOString();

const inactive = (days: unknown, others: IDataObject = {}): INodeParameters => ({
	resource: 'search',
	operation: 'users',
	returnAll: true,
	selectFields: ['id'],
	options: { inactiveForDays: days as number, ...others } as INodeParameters,
});
const ids = (users: IDataObject[]): string[] => users.map(({ id }) => String(id)).sort();

/** Everyone with their dates, read bypassing the node. */
async function everyone(of = bench): Promise<IDataObject[]> {
	const { access_token } = await of.tenant.token({
		scopes,
		clientId: of.tenant.apps.publicClient.clientId,
	});
	const users: IDataObject[] = [];
	for (
		let next: string | undefined =
			'/users?$top=500&$select=id,displayName,userType,createdDateTime,signInActivity';
		next !== undefined;

	) {
		const { body } = await of.tenant.get(next, access_token);
		users.push(...(body.value as unknown as IDataObject[]));
		next = body['@odata.nextLink'];
	}
	return users;
}

/** By the successful sign-in, else by the day of creation: none of the seeded dates is before 2023-12. */
const isInactive =
	(days: number) =>
	({ signInActivity, createdDateTime }: IDataObject): boolean => {
		const { lastSuccessfulSignInDateTime } = (signInActivity ?? {}) as IDataObject;
		const last = String(lastSuccessfulSignInDateTime ?? createdDateTime);
		return Date.parse(last) <= Date.now() - days * DAY;
	};

/** Adds somebody with these dates. */
async function add(activity: IDataObject | undefined, createdDateTime: string): Promise<string> {
	return await bench.addUser({
		displayName: 'Zoe Zander',
		createdDateTime,
		...(activity ? { signInActivity: activity } : {}),
	});
}

describe.each(BOTH_PATHS)('Inactive For (Days) (%s)', (path) => {
	it.each([1, 400, 500, '600', 5000])('%j: exactly those', async (days) => {
		const found = await bench.results(inactive(days), { path, signIn });
		const wanted = (await everyone()).filter(isInactive(Number(days)));
		expect(ids(found)).toEqual(ids(wanted));
		expect(found.every((user) => Object.keys(user).join() === 'id')).toBe(true);
		const tops = (await bench.asked()).map(({ query }) => Number(query.$top));
		expect(Math.max(...tops)).toBeLessThanOrEqual(120);
	});

	it('Limit counts those who are inactive', async () => {
		const wanted = (await everyone()).filter(isInactive(500));
		expect(wanted.length).toBeGreaterThan(5);
		const found = await bench.results(
			{ ...inactive(500), returnAll: false, limit: 5 },
			{ path, signIn },
		);
		expect(found.map(({ id }) => id)).toEqual(wanted.slice(0, 5).map(({ id }) => id));
	});
});

describe('who counts as inactive for 30 days', () => {
	const old = '2020-01-01T00:00:00Z';
	it.each<[string, IDataObject | undefined, string, boolean]>([
		['signed in 31 days ago', { lastSuccessfulSignInDateTime: daysAgo(31) }, old, true],
		['signed in 29 days ago', { lastSuccessfulSignInDateTime: daysAgo(29) }, old, false],
		['never, created long ago', undefined, old, true],
		['never, created last week', undefined, daysAgo(7), false],
		[
			'attempts yesterday that failed',
			{ lastSuccessfulSignInDateTime: daysAgo(90), lastSignInDateTime: daysAgo(1) },
			old,
			true,
		],
		[
			'nothing but attempts that failed',
			{ lastSuccessfulSignInDateTime: null, lastSignInDateTime: daysAgo(1) },
			old,
			true,
		],
		[
			'attempts, where success is not recorded',
			{ lastSignInDateTime: daysAgo(90), lastNonInteractiveSignInDateTime: daysAgo(1) },
			old,
			false,
		],
		['old attempts only', { lastSignInDateTime: daysAgo(90) }, old, true],
	])('%s', async (_what, activity, created, isWanted) => {
		const id = await add(activity, created);
		const found = await bench.results({ ...inactive(30), searchTerm: 'Zoe Zander' }, { signIn });
		expect(ids(found)).toEqual(isWanted ? [id] : []);
	});

	it('attempts before successes were recorded may have succeeded', async () => {
		const attempt = {
			lastSuccessfulSignInDateTime: null,
			lastSignInDateTime: '2023-11-01T00:00:00Z',
		};
		const id = await add(attempt, '2015-01-01T00:00:00Z');
		const days = Math.floor((Date.now() - Date.UTC(2023, 10, 1)) / DAY);
		const find = async (number: number): Promise<string[]> =>
			ids(await bench.results({ ...inactive(number), searchTerm: 'Zoe Zander' }, { signIn }));
		expect(await find(days - 1)).toEqual([id]);
		expect(await find(days + 1)).toEqual([]);
	});
});

describe('together with', () => {
	it('a filter in plain mode and a search term', async () => {
		const found = await bench.results(inactive(400, { filter: "userType eq 'Guest'" }), { signIn });
		const wanted = (await everyone())
			.filter(isInactive(400))
			.filter(({ userType }) => userType === 'Guest');
		expect(ids(found)).toEqual(ids(wanted));
		expect((await bench.asked()).map(modeOf)).toEqual(['plain']);
	});

	it('a filter and a sort order in advanced mode', async () => {
		const found = await bench.results(
			{
				...inactive(400, { filter: "userType ne 'Guest'", orderBy: 'displayName' }),
				selectFields: ['displayName'],
			},
			{ signIn },
		);
		const wanted = (await everyone())
			.filter(isInactive(400))
			.filter(({ userType }) => userType !== 'Guest');
		expect(ids(found)).toEqual(ids(wanted));
		const names = found.map(({ displayName }) => String(displayName));
		expect(names).toEqual([...names].sort((one, other) => one.localeCompare(other, 'en')));
	});

	it('a filter by sign-in activity itself', async () => {
		const filter = 'signInActivity/lastSignInDateTime le 2025-06-01T00:00:00Z';
		const found = await bench.results(inactive(400, { filter }), { signIn });
		const wanted = (await everyone()).filter(isInactive(400)).filter(({ signInActivity }) => {
			const { lastSignInDateTime } = (signInActivity ?? {}) as IDataObject;
			return (
				lastSignInDateTime !== undefined && String(lastSignInDateTime) <= '2025-06-01T00:00:00Z'
			);
		});
		expect(wanted.length).toBeGreaterThan(0);
		expect(ids(found)).toEqual(ids(wanted));
	});

	it('the fields that tell, where they are wanted', async () => {
		const [found] = await bench.results(
			{ ...inactive(400), selectFields: ['signInActivity', 'createdDateTime'], limit: 1 },
			{ signIn },
		);
		expect(Object.keys(found).sort()).toEqual(['createdDateTime', 'id', 'signInActivity']);
	});

	it('profile fields, which are read of the inactive only', async () => {
		await bench.giveEveryoneProfiles();
		const found = await bench.results(
			{ ...inactive(400), returnAll: false, limit: 3, selectFields: ['skills'] },
			{ signIn },
		);
		expect(found).toHaveLength(3);
		expect(Object.keys(found[0]).sort()).toEqual(['id', 'skills']);
		const singly = (await bench.asked()).filter(({ path }) => path.startsWith('/v1.0/users/'));
		expect(singly).toHaveLength(3);
	});

	it.each(['returned', 'empty'])(
		'a group, whose list has sign-in activity %s',
		async (memberSignInActivity) => {
			await bench.set({ memberSignInActivity });
			const group = (bench.tenant.cast.groups as unknown as Record<string, string>).Engineering;
			const memberOf = { __rl: true, mode: 'id', value: group };
			const found = await bench.results(inactive(400, { memberOf }), { signIn });
			const all = ids(
				await bench.results({ ...inactive(1), options: { memberOf } as never }, { signIn }),
			);
			const wanted = (await everyone())
				.filter(isInactive(400))
				.filter(({ id }) => all.includes(String(id)));
			expect(wanted.length).toBeGreaterThan(0);
			expect(wanted.length).toBeLessThan(all.length);
			expect(ids(found)).toEqual(ids(wanted));
		},
	);
});

describe('at ten requests a minute', () => {
	const items = Array.from({ length: 8 }, (_, index) => ({ json: { days: index + 100 } }));

	/** Starts the run, waits for the tenth request, cancels it. */
	async function cancelled(parameters: INodeParameters, path: Path): Promise<void> {
		let cancel = (): void => {};
		const running = bench.run(parameters, {
			path,
			items,
			signIn,
			started: (run) => {
				cancel = () => run.cancel();
			},
		});
		await bench.until((log) => log.length >= 10);
		// The eleventh would follow at once.
		await new Promise((resolve) => setTimeout(resolve, 500));
		cancel();
		const { run } = await running;
		expect(run.status).toBe('canceled');
	}

	it.each(BOTH_PATHS)(
		'all items of a run together; cancelling ends the wait (%s)',
		async (path) => {
			await cancelled(inactive('={{ $json.days }}'), path);
			expect(await bench.asked()).toHaveLength(10);
		},
	);

	it('whoever is read with Sign-In Activity, too', async () => {
		const users = (await bench.everyone(['id'])).slice(0, 8);
		for (const [index, { id }] of users.entries()) Object.assign(items[index].json, { id });
		const profile = {
			resource: 'get',
			operation: 'userProfile',
			user: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
			selectFields: ['signInActivity'],
		};
		const outcome = await bench.run(profile as INodeParameters, { items, signIn });
		expect(outcome.items.map(({ json }) => json.id)).toEqual(users.map(({ id }) => id));
		expect(await bench.asked()).toHaveLength(8);
	});
});

describe('what is no number of days', () => {
	it.each([0, -1, 1.5, '', 'many', '={{ null }}', '={{ [3] }}', true, '={{ NaN }}'])(
		'%j is refused before anything is sent',
		async (days) => {
			const { error } = await bench.run(inactive(days), { signIn });
			expect(error?.message).toMatch(
				/^'Inactive For \(Days\)' is .*; it must be a whole number of 1 or more$/,
			);
			expect(await bench.asked()).toEqual([]);
		},
	);
});

describe('what is missing', () => {
	it('the permission', async () => {
		bench.expectRefusal(403);
		const { error } = await bench.run(inactive(90), { signIn: { scopes: ['User.Read.All'] } });
		expect(error?.message).toBe(
			"The signed-in account has no right to do this: 'Inactive For (Days)' needs the permission AuditLog.Read.All and a Microsoft Entra ID P1 license",
		);
		expect(error?.description).toContain('to Custom and add AuditLog.Read.All');
	});

	it('this permission and that for groups', async () => {
		bench.expectRefusal(403);
		const memberOf = { __rl: true, mode: 'id', value: bench.tenant.cast.alice.id };
		const { error } = await bench.run(inactive(90, { memberOf }), {
			signIn: { scopes: ['User.Read.All'] },
		});
		expect(error?.message).toMatch(
			/'Member Of' needs the permission GroupMember\.Read\.All; 'Inactive For \(Days\)' needs the permission AuditLog\.Read\.All and a Microsoft Entra ID P1 license$/,
		);
	});

	it('the license', async () => {
		bench.expectRefusal(403);
		await bench.set({ premium: false });
		const { error } = await bench.run(inactive(90), { signIn });
		expect(error?.message).toBe(
			"'Inactive For (Days)' needs a Microsoft Entra ID P1 license, which this tenant does not have",
		);
	});

	it('the role', async () => {
		bench.expectRefusal(403);
		await bench.fault(
			{
				type: 'error',
				status: 403,
				code: 'Authentication_RequestFromUnsupportedUserRole',
				message: 'User is not in the allowed roles',
			},
			{ count: 9 },
		);
		const { error } = await bench.run(inactive(90), { signIn });
		expect(error?.message).toBe(
			"The signed-in account has no role that may read sign-ins, which 'Inactive For (Days)' needs",
		);
	});

	it('the right to see when users were created', async () => {
		const { error, items } = await bench.run(inactive(90), {
			signIn: { scopes: ['User.ReadBasic.All', 'AuditLog.Read.All'] },
		});
		expect(items).toEqual([]);
		expect(error?.message).toMatch(/^'Inactive For \(Days\)' cannot be told for \d+ users/);
		expect(error?.description).toContain('User.Read.All');
	});
});
