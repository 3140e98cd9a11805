/** Failures that real directories report, each with words of its own. */
import { EVERY_RIGHT } from '../../support/engine/updating';
import { itemsFor, userOfItem, Workbench } from '../../support/engine/workbench';

const bench = new Workbench({ users: 60 });

describe('Own words', () => {
	/** Graph's next answer to such a request. */
	const refuse = async (
		status: number,
		code: string,
		message: string,
		where: object = {},
	): Promise<void> => {
		bench.expectRefusal(status, code);
		await bench.fault({ type: 'error', status, code, message }, where);
	};
	const said = async (parameters: object, id = bench.tenant.cast.alice.id): Promise<string> => {
		const { error } = await bench.run(
			{ user: userOfItem, ...parameters },
			{ items: itemsFor(id), signIn: { scopes: EVERY_RIGHT } },
		);
		return error?.message ?? '';
	};
	const update = (updateFields: object) => ({
		resource: 'update',
		operation: 'user',
		updateFields,
	});

	it.each([
		[
			'people',
			'relevantPeople',
			/^Relevant people come from the mailbox, and ".*" has no Exchange/,
		],
		['trending', 'userDocuments', /^Microsoft has no trending documents for ".*": .*no Exchange/],
	])('%s without a mailbox: no missing user', async (resource, operation, words) => {
		for (const code of ['ResourceNotFound', 'ErrorItemNotFound']) {
			await refuse(404, code, 'Resource could not be discovered.');
			const message = await said({ resource, operation });
			expect(message).toMatch(words);
			expect(message).not.toContain('No user found');
		}
	});

	it.each([
		['people', 'relevantPeople'],
		['trending', 'userDocuments'],
	])('%s of an unknown user: no missing mailbox', async (resource, operation) => {
		bench.expectRefusal(404, 'Request_ResourceNotFound');
		const message = await said({ resource, operation }, 'nobody@contoso.onmicrosoft.example');
		expect(message).toContain('No user found for "nobody@');
	});

	const PASSED_ON = "The remote server returned an error; statusCode='401(Unauthorized)'.";

	it('a 500 that passes on a 401, for chosen SharePoint fields', async () => {
		await refuse(500, 'InternalServerError', PASSED_ON);
		expect(
			await said({
				resource: 'get',
				operation: 'userProfile',
				selectFields: ['displayName', 'skills'],
			}),
		).toMatch(
			/^'Fields' asks for skills of ".*" from SharePoint, and the signed-in account has no right to read them$/,
		);
	});

	it('a 500 that passes on a 401, for other fields', async () => {
		await refuse(500, 'InternalServerError', PASSED_ON);
		expect(
			await said({ resource: 'get', operation: 'userProfile', selectFields: ['displayName'] }),
		).toMatch(/^A service behind Microsoft Graph refused this for ".*": .* has no right/);
	});

	it('a 500 that passes on a 401, for a change of SharePoint fields', async () => {
		await refuse(500, 'InternalServerError', PASSED_ON, { method: 'PATCH' });
		expect(await said(update({ skills: ['go'] }))).toMatch(
			/^The signed-in account may not change profile fields of ".*" \(Skills\)/,
		);
	});

	const CONFLICT = 'Another object with the same value for property proxyAddresses already exists.';

	it('an address that another one has', async () => {
		await refuse(400, 'Request_BadRequest', CONFLICT, { method: 'PATCH' });
		const message = await said(update({ mail: 'taken@contoso.example' }));
		expect(message).toMatch(/^Mail of ".*" cannot be set to this: another user, group or contact/);
	});

	it('a conflict of addresses that nobody asked for', async () => {
		await refuse(400, 'Request_BadRequest', CONFLICT, { method: 'PATCH' });
		const message = await said(update({ usageLocation: 'DE' }));
		expect(message).toMatch(/cannot be changed until a conflict is resolved: .*proxyAddresses/);
		expect(message).not.toContain('Usage Location');
	});

	it('a part of a batch with a 401 that is about rights, not about the sign-in', async () => {
		bench.expectRefusal(401);
		await bench.fault(
			{ type: 'error', status: 401, code: 'Forbidden', message: 'Access is forbidden.' },
			{ insideBatch: true, pathPattern: bench.tenant.cast.umlaut.id },
		);
		const { alice, umlaut } = bench.tenant.cast;
		const { items } = await bench.run(
			{
				resource: 'get',
				operation: 'managementChain',
				user: userOfItem,
				selectFields: ['mail'],
			},
			{
				items: itemsFor(alice.id, umlaut.id),
				settings: { onError: 'continueRegularOutput' },
			},
		);
		expect(items[0].json.id).toBe(alice.manager);
		const [failed] = items.slice(-1);
		expect(failed.json.error).toMatch(/^The signed-in account has no right to do this for "/);
		expect(failed.json.error).not.toContain('sign-in of this credential');
	});
});
