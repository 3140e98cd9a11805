/** A credential that differs by item: what one tenant refuses says nothing about the other. */
import type { IDataObject } from 'n8n-workflow';

import { AppWorkbench } from '../../support/engine/appWorkbench';
import { type TlsProxy, tlsProxy } from '../../support/engine/tlsProxy';
import { BOTH_PATHS, userOfItem, Workbench } from '../../support/engine/workbench';

const here = new AppWorkbench({ users: 80 });
const without = new Workbench({ seed: 2, users: 80 });
let proxy: TlsProxy;
beforeAll(async () => {
	proxy = await tlsProxy(without.tenant.login);
});
afterAll(() => proxy.close());

it.each(BOTH_PATHS)(
	"a tenant without SharePoint does not cost the other one's users their fields, over %s",
	async (path) => {
		await without.set({ sharePoint: false });
		without.expectRefusal(400);
		without.expectRefusal(401);
		without.expectRefusal(403);
		const { clientId } = here.tenant.apps.appOnly;
		const clientSecret = `two~tenants.${path}`;
		for (const { tenant } of [here, without]) {
			await tenant.control('POST', '/apps', { clientId, clientSecret });
		}
		const itemsOf = async (bench: Workbench, login: string): Promise<IDataObject[]> =>
			(await bench.everyone(['id'])).slice(20, 60).map(({ id }) => ({
				user: id,
				tenant: bench.tenant.tenantId,
				graph: bench.tenant.graph,
				login,
			}));
		const [ours, theirs] = [
			await itemsOf(here, here.tenant.login),
			await itemsOf(without, proxy.address),
		];
		// The tenant without SharePoint first: its refusals come before the others are read.
		const items = [...theirs, ...ours].map((json) => ({ json }));
		const results = await here.results(
			{ authentication: 'appOnly', resource: 'get', operation: 'userProfile', user: userOfItem },
			{
				path,
				items,
				credential: here.app({
					clientSecret,
					tenantId: '={{ $json.tenant }}',
					loginBaseUrl: '={{ $json.login }}',
					graphBaseUrl: '={{ $json.graph }}',
				}),
			},
		);
		const fields = (wanted: IDataObject[]): number[] => {
			const ids = new Set(wanted.map(({ user }) => user));
			const counts = results
				.filter(({ id }) => ids.has(id as string))
				.map((result) => Object.keys(result).length);
			return [...new Set(counts)];
		};
		expect(results).toHaveLength(items.length);
		expect({ with: fields(ours), without: fields(theirs) }).toEqual({ with: [31], without: [21] });
	},
);
