/** Search Users: a group of 5,000 with three levels, and the inactive among 2,000 at Graph's pace. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { Workbench } from '../support/engine/workbench';

const scopes = ['User.Read.All', 'AuditLog.Read.All', 'GroupMember.Read.All'];
const search = (options: object): INodeParameters => ({
	resource: 'search',
	operation: 'users',
	returnAll: true,
	selectFields: ['id', 'displayName'],
	options: options as INodeParameters,
});
const ids = (users: IDataObject[]): string[] => users.map(({ id }) => String(id)).sort();

describe('A group of 5,000', () => {
	const bench = new Workbench({ users: 5000 });
	const allStaff = (): IDataObject => ({
		__rl: true,
		mode: 'id',
		value: (bench.tenant.cast.groups as unknown as Record<string, string>)['All Staff'],
	});

	it('comes whole, each user once', async () => {
		const found = await bench.results(search({ memberOf: allStaff() }), { signIn: { scopes } });
		const everyone = ids(await bench.everyone(['id']));
		expect(everyone).toHaveLength(5000);
		expect(ids(found)).toEqual(everyone);
		expect(await bench.asked()).toHaveLength(6);
	});

	it('direct members only, where asked', async () => {
		const options = { memberOf: allStaff(), includeNested: false };
		expect(await bench.results(search(options), { signIn: { scopes } })).toHaveLength(2);
	});

	it('is counted in one request', async () => {
		const options = { memberOf: allStaff(), countOnly: true };
		const found = await bench.results(search(options), { signIn: { scopes } });
		expect(found).toEqual([{ count: 5000 }]);
		expect(await bench.asked()).toHaveLength(1);
	});
});

describe('2,000 users', () => {
	const bench = new Workbench({ users: 2000 });

	// Seventeen requests: seven of them have to wait for a minute.
	it('the inactive are found without one refusal by the limit of 10 a minute', async () => {
		await bench.set({
			throttle: { enabled: true, signInActivityPerMinute: 10, windowKind: 'sliding' },
		});
		const found = await bench.results(search({ inactiveForDays: 400 }), { signIn: { scopes } });
		const until = Date.now() - 400 * 86_400_000;
		const { access_token } = await bench.tenant.token({
			scopes,
			clientId: bench.tenant.apps.publicClient.clientId,
		});
		const wanted: string[] = [];
		for (
			let next: string | undefined = '/users?$top=500&$select=id,createdDateTime,signInActivity';
			next !== undefined;

		) {
			const { body } = await bench.tenant.get(next, access_token);
			for (const { id, createdDateTime, signInActivity } of body.value) {
				const { lastSuccessfulSignInDateTime: last } = (signInActivity ?? {}) as IDataObject;
				if (Date.parse(String(last ?? createdDateTime)) <= until) wanted.push(id);
			}
			next = body['@odata.nextLink'];
		}
		expect(wanted.length).toBeGreaterThan(100);
		expect(ids(found)).toEqual(wanted.sort());
		const asked = await bench.asked();
		expect(asked).toHaveLength(17);
		expect(asked.every(({ query }) => query.$top === '120')).toBe(true);
	}, 150_000);
});
