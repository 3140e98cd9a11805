// The credential of the example workflows, already signed in to the simulated tenant.

/** The example workflows refer to this ID. */
const id = 'o365UsersSandbox';

const scopes = [
	'openid',
	'offline_access',
	'User.Read.All',
	'People.Read.All',
	'Sites.Read.All',
	'User.ReadWrite.All',
	'ProfilePhoto.ReadWrite.All',
	'AuditLog.Read.All',
	'GroupMember.Read.All',
	'LicenseAssignment.Read.All',
];

/**
 * A credential to import into n8n, with the tokens that a sign-in through the browser would have returned.
 * @param more permissions besides the usual ones
 */
export async function signedInCredential(tenant, more = []) {
	const { admin, apps } = await json(`${tenant.control}/cast`);
	const oauthTokenData = await json(`${tenant.control}/tokens`, {
		user: admin.id,
		scopes: [...scopes, ...more],
	});
	const { clientId, clientSecret } = apps.delegated;
	return {
		id,
		name: 'Office 365 Users (sandbox)',
		type: 'office365UsersOAuth2Api',
		data: {
			cloud: 'custom',
			loginBaseUrl: tenant.login,
			graphBaseUrl: tenant.graph,
			tenantId: tenant.tenantId,
			clientId,
			clientSecret,
			permissions: 'custom',
			enabledScopes: scopes.join(' '),
			oauthTokenData,
		},
		signedInAs: `${admin.displayName}, ${admin.userPrincipalName}`,
	};
}

async function json(address, body) {
	const response = await fetch(address, {
		method: body ? 'POST' : 'GET',
		headers: { 'content-type': 'application/json' },
		body: body && JSON.stringify(body),
	});
	if (!response.ok)
		throw new Error(
			`The simulated tenant answered ${address} with status ${response.status}: ${await response.text()}`,
		);
	return await response.json();
}
