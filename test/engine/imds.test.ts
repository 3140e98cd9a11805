/**
 * Managed identity of a virtual machine. A file of its own: MSAL decides once per process which kind
 * of machine it is on.
 */
import type { INodeParameters } from 'n8n-workflow';

import { user, Workbench } from '../support/engine/workbench';

const bench = new Workbench();

it('the token comes from the machine’s own address', async () => {
	const { AZURE_POD_IDENTITY_AUTHORITY_HOST, userAssignedClientId } = bench.tenant.cast
		.managedIdentity as unknown as Record<string, string>;
	process.env.AZURE_POD_IDENTITY_AUTHORITY_HOST = AZURE_POD_IDENTITY_AUTHORITY_HOST;
	const parameters: INodeParameters = {
		authentication: 'appOnly',
		resource: 'get',
		operation: 'userProfile',
		user: user(bench.tenant.cast.alice.id, 'id'),
		selectFields: ['mail'],
	};
	const credential = (managedIdentityClientId: string) => ({
		type: 'office365UsersAppApi',
		data: {
			cloud: 'custom',
			graphBaseUrl: bench.tenant.graph,
			method: 'managedIdentity',
			managedIdentityClientId,
		},
	});
	const { error } = await bench.run(parameters, { credential: credential('') });
	expect(error).toBeUndefined();
	const paths = (await bench.log()).map(({ path }) => path.replace(/\/$/, ''));
	expect(paths).toEqual([
		'/metadata/identity/oauth2/token',
		`/v1.0/users/${bench.tenant.cast.alice.id}`,
	]);
	const again = await bench.run(parameters, { credential: credential(userAssignedClientId) });
	expect(again.error).toBeUndefined();
});
