// Reads the tenant's users directly, without n8n.

/** All users, with these properties. */
export async function usersOf({ graph, control }, select) {
	const { admin } = await (await fetch(`${control}/cast`)).json();
	const answer = await fetch(`${control}/tokens`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ user: admin.id, scopes: ['User.Read.All'] }),
	});
	const { access_token: token } = await answer.json();
	const users = [];
	let next = `${graph}/v1.0/users?$top=999&$select=${select.join(',')}`;
	while (next) {
		const response = await fetch(next, { headers: { authorization: `Bearer ${token}` } });
		const body = await response.json();
		if (!response.ok)
			throw new Error(`The tenant answered ${response.status}: ${body.error?.message}`);
		users.push(...body.value);
		next = body['@odata.nextLink'];
	}
	return users;
}
