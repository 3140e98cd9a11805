/** One app credential with expressions: items go to different tenants. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { AppWorkbench } from '../support/engine/appWorkbench';
import { type TlsProxy, tlsProxy } from '../support/engine/tlsProxy';
import { userOfItem, Workbench } from '../support/engine/workbench';

const bench = new AppWorkbench({ users: 1100 });

const profile: INodeParameters = {
	authentication: 'appOnly',
	resource: 'get',
	operation: 'userProfile',
	user: userOfItem,
	selectFields: ['mail'],
};

describe('items with different credentials', () => {
	const other = new Workbench({ seed: 2, users: 700 });
	let proxy: TlsProxy;
	beforeAll(async () => {
		proxy = await tlsProxy(other.tenant.login);
	});
	afterAll(() => proxy.close());

	it.each([
		['allItems', false],
		['routing', false],
		['allItems', true],
	] as const)(
		'go to their own tenant with their own token, over %s; revoked midway: %s',
		async (path, revoked) => {
			const fields = ({ tenant }: Workbench, login: string): IDataObject => ({
				user: tenant.cast.alice.userPrincipalName,
				id: tenant.cast.alice.id,
				tenant: tenant.tenantId,
				graph: tenant.graph,
				login,
			});
			const [here, there] = [fields(bench, bench.tenant.login), fields(other, proxy.address)];
			expect([here.tenant, here.id]).not.toEqual([there.tenant, there.id]);
			const { clientId } = bench.tenant.apps.appOnly;
			const clientSecret = `both~tenants.${path}.${revoked}`;
			for (const { tenant } of [bench, other]) {
				await tenant.control('POST', '/apps', { clientId, clientSecret });
			}
			const usersHere = await bench.everyone(['id']);
			const usersThere = await other.everyone(['id']);
			const wanted = Array.from({ length: 600 }, (_, index): IDataObject => {
				const { id } = (index % 3 === 0 ? usersThere : usersHere)[index];
				return { ...(index % 3 === 0 ? there : here), user: id, id, n: index };
			});
			if (revoked) {
				for (const tenant of [bench, other]) {
					tenant.expectRefusal(401, 'InvalidAuthenticationToken');
					await tenant.set({ latencyMs: 30 });
				}
			}
			const running = bench.run(
				{ ...profile, options: { batchRequests: !revoked } },
				{
					path,
					credential: bench.app({
						clientSecret,
						tenantId: '={{ $json.tenant }}',
						loginBaseUrl: '={{ $json.login }}',
						graphBaseUrl: '={{ $json.graph }}',
					}),
					items: wanted.map((json) => ({ json })),
				},
			);
			if (revoked) {
				for (const { tenant } of [bench, other]) {
					await bench.until((log) => log.length > 10);
					await tenant.control('POST', '/revoke', { what: 'access' });
				}
			}
			const { items, error, credentials } = await running;
			expect(error).toBeUndefined();
			expect(items.map(({ json }) => json.id)).toEqual(wanted.map(({ id }) => id));
			for (const tenant of [bench, other]) {
				const log = await tenant.log();
				const signIns = log.filter(({ origin }) => origin === 'login');
				expect(signIns.length).toBe(revoked ? 2 : 1);
				// A token of the other tenant would have been refused.
				if (!revoked) expect(log.map(({ status }) => status)).not.toContain(401);
				expect(log.length).toBeGreaterThan(1);
			}
			// The expressions are still there.
			expect(credentials.stored['1'].data.tenantId).toBe('={{ $json.tenant }}');
		},
	);
});
