/** Update over many items: the order of changes, where a run stops, and what never shows. */
import { inspect } from 'node:util';

import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { ownerOf } from '../../credentials/entra/appCredential';
import type { StoredCredential } from '../support/engine/credentials';
import {
	EVERY_RIGHT,
	ordinaryPeople,
	PASSWORD,
	patches,
	readBack,
} from '../support/engine/updating';
import {
	BOTH_PATHS,
	itemsFor,
	type SignIn,
	userOfItem,
	Workbench,
} from '../support/engine/workbench';

const bench = new Workbench({ users: 80 });

const NOBODY = 'nobody@contoso.onmicrosoft.example';
const all: SignIn = { scopes: EVERY_RIGHT };

/** Update User of the item's user. */
const update = (updateFields: INodeParameters, options: INodeParameters = {}): INodeParameters => ({
	resource: 'update',
	operation: 'user',
	user: userOfItem,
	updateFields,
	options,
});
const fromItem = update({ jobTitle: '={{ $json.jobTitle }}' });
const items = (...rows: IDataObject[]): INodeExecutionData[] => rows.map((json) => ({ json }));

/** How many of them have the job title now. */
async function withJobTitle(jobTitle: string, among: readonly string[]): Promise<number> {
	const users = await bench.everyone(['id', 'jobTitle']);
	return users.filter((one) => among.includes(String(one.id)) && one.jobTitle === jobTitle).length;
}

describe.each(BOTH_PATHS)('Update of many over %s', (path) => {
	describe('Order', () => {
		it('the last item about a user wins, however the name is written', async () => {
			const { alice } = bench.tenant.cast;
			const name = alice.userPrincipalName;
			const spelled = [name, name.toUpperCase(), name, `${name[0].toUpperCase()}${name.slice(1)}`];
			const others = await ordinaryPeople(bench, 30);
			await bench.set({ latencyMs: 15 });
			const result = await bench.results(fromItem, {
				path,
				items: items(
					...spelled.flatMap((one, index) => [
						{ user: one, jobTitle: `step ${index}` },
						...others
							.slice(index * 7, index * 7 + 7)
							.map((id) => ({ user: id, jobTitle: 'other' })),
					]),
				),
			});
			expect(result).toHaveLength(32);
			const ours = (await patches(bench)).filter(
				({ path: asked }) =>
					decodeURIComponent(asked).toLowerCase() === `/v1.0/users/${name}`.toLowerCase(),
			);
			expect(ours.map(({ body }) => body)).toEqual(
				spelled.map((_one, index) => ({ jobTitle: `step ${index}` })),
			);
			expect((await bench.stored(alice)).jobTitle).toBe('step 3');
		});

		it('directory and profile fields of one item come before those of the next', async () => {
			const { alice } = bench.tenant.cast;
			await bench.set({ latencyMs: 10 });
			await bench.results(update({ city: '={{ $json.text }}', aboutMe: '={{ $json.text }}' }), {
				path,
				items: items(...['A', 'B'].map((text) => ({ user: alice.id, text }))),
				signIn: all,
			});
			expect((await patches(bench)).map(({ body }) => body)).toEqual([
				{ city: 'A' },
				{ aboutMe: 'A' },
				{ city: 'B' },
				{ aboutMe: 'B' },
			]);
		});

		it('merges employeeOrgData of one user item by item', async () => {
			const { alice } = bench.tenant.cast;
			await bench.set({ latencyMs: 10 });
			await bench.results(
				update(
					{ division: '={{ $json.division }}', costCenter: '={{ $json.costCenter }}' },
					{ emptyValues: 'skip' },
				),
				{
					path,
					items: items(
						{ user: alice.id, division: 'West' },
						{ user: alice.id.toUpperCase(), costCenter: '99' },
					),
				},
			);
			expect((await bench.stored(alice)).employeeOrgData).toEqual({
				division: 'West',
				costCenter: '99',
			});
		});

		it('a renamed user keeps the rest of the item and comes back under the new name', async () => {
			const [one, two] = await ordinaryPeople(bench, 2);
			const names = ['first.renamed', 'second.renamed'].map(
				(name) => `${name}@${bench.tenant.tenantDomain}`,
			);
			const before = await Promise.all(
				[one, two].map(async (id) => String((await bench.stored(id)).userPrincipalName)),
			);
			const read = await bench.results(
				update(
					{
						userPrincipalName: '={{ $json.to }}',
						city: 'Basel',
						division: 'North',
						skills: ['={{ $json.to }}'],
					},
					{ returnUser: true },
				),
				{
					path,
					items: items(
						{ user: before[0], to: names[0] },
						{ user: before[1].toUpperCase(), to: names[1] },
					),
					signIn: all,
				},
			);
			expect(read).toMatchObject([
				{ id: one, userPrincipalName: names[0], city: 'Basel', skills: [names[0]] },
				{ id: two, userPrincipalName: names[1], city: 'Basel', skills: [names[1]] },
			]);
			// Everything after the first question goes to the ID.
			const paths = (await bench.asked())
				.filter(({ method }) => method === 'PATCH')
				.map(({ path: asked }) => asked);
			expect(paths.sort()).toEqual([one, one, two, two].map((id) => `/v1.0/users/${id}`).sort());
			expect((await readBack(bench, one, ['employeeOrgData'])).employeeOrgData).toMatchObject({
				division: 'North',
			});
		});

		it('a name that another user has is said to be taken', async () => {
			bench.expectRefusal(400, 'Request_BadRequest');
			const { admin, alice } = bench.tenant.cast;
			const { error } = await bench.run(update({ userPrincipalName: admin.userPrincipalName }), {
				path,
				items: itemsFor(alice.id),
			});
			expect(error?.message).toBe(
				"'User Principal Name' is taken: another user already has this value",
			);
		});

		it("a domain that is not the organization's is named", async () => {
			bench.expectRefusal(400, 'Request_BadRequest');
			const { error } = await bench.run(update({ userPrincipalName: 'alice@elsewhere.example' }), {
				path,
				items: itemsFor(bench.tenant.cast.alice.id),
			});
			expect(error?.message).toMatch(/^'User Principal Name' was not accepted .*verified domain/);
		});
	});

	describe('Where a run stops', () => {
		it.each([
			['the first', 0],
			['one in the middle', 20],
			['the last', 39],
		])('%s fails: as many are updated as the message says', async (_name, at) => {
			bench.expectRefusal(404, 'Request_ResourceNotFound');
			await bench.set({ latencyMs: 5 });
			const people: string[] = await ordinaryPeople(bench, 40);
			people[at] = NOBODY;
			const { error, items: results } = await bench.run(fromItem, {
				path,
				items: items(...people.map((id) => ({ user: id, jobTitle: 'Stopped here' }))),
			});
			expect(results).toEqual([]);
			expect(error?.context?.itemIndex).toBe(at);
			const said =
				/^No user found for "nobody@.*" in 'User'\..* \((\d+) of 40 users were updated before this\)$/;
			expect(error?.message).toMatch(said);
			const updated = Number(said.exec(String(error?.message))?.[1]);
			expect(updated).toBe(await withJobTitle('Stopped here', people));
			const sent = await patches(bench);
			expect(sent.filter(({ status }) => status === 204)).toHaveLength(updated);
		});

		it('stops in the middle of many: those not yet begun are left alone', async () => {
			bench.expectRefusal(404, 'Request_ResourceNotFound');
			await bench.set({ latencyMs: 20 });
			// One user, so that the items come strictly one after the other, and then somebody else.
			const { alice } = bench.tenant.cast;
			const rows = Array.from({ length: 12 }, (_, index) => ({
				user: alice.id,
				jobTitle: `step ${index}`,
			}));
			const { error } = await bench.run(fromItem, {
				path,
				items: items(...rows, { user: NOBODY, jobTitle: 'x' }),
			});
			const updated = Number(/\((\d+) of 13 users/.exec(String(error?.message))?.[1]);
			expect(updated).toBeLessThan(12);
			expect((await patches(bench)).filter(({ status }) => status === 204)).toHaveLength(updated);
		});

		it('nothing is sent when one item does not pass the checks', async () => {
			const people = await ordinaryPeople(bench, 30);
			const { error } = await bench.run(fromItem, {
				path,
				items: items(
					...people.map((id, index) => ({
						user: id,
						jobTitle: index === 29 ? 'x'.repeat(129) : 'Buyer',
					})),
				),
			});
			expect(error?.message).toBe("'Job Title' has 129 characters; Microsoft allows 128");
			expect(error?.context?.itemIndex).toBe(29);
			expect(await bench.log()).toEqual([]);
		});

		it('a single item says nothing of others', async () => {
			bench.expectRefusal(404, 'Request_ResourceNotFound');
			const { error } = await bench.run(fromItem, {
				path,
				items: items({ user: NOBODY, jobTitle: 'x' }),
			});
			expect(error?.message).toContain(`No user found for "${NOBODY}" in 'User'`);
		});

		it('what was half done is said beside how far the run got', async () => {
			bench.expectRefusal(403, 'accessDenied');
			const { alice, noSharePoint } = bench.tenant.cast;
			const { error } = await bench.run(update({ city: 'Basel', skills: ['go'] }), {
				path,
				items: itemsFor(alice.id, noSharePoint.id),
				signIn: all,
			});
			expect(error?.message).toMatch(
				/Already updated: City \(1 of 2 users were updated before this\)$/,
			);
		});
	});

	describe('On Error: Continue', () => {
		const rows = async (): Promise<{ good: string[]; input: INodeExecutionData[] }> => {
			const good = await ordinaryPeople(bench, 6);
			return {
				good,
				input: items(
					...good.slice(0, 3).map((id) => ({ user: id, jobTitle: 'Kept going' })),
					{ user: NOBODY, jobTitle: 'Kept going' },
					{ user: good[0], jobTitle: '' },
					...good.slice(3).map((id) => ({ user: id, jobTitle: 'Kept going' })),
				),
			};
		};
		const refused = "'Job Title' is empty";
		const unknown = expect.stringContaining(`No user found for "${NOBODY}" in 'User'`) as unknown;

		it('puts the failed items among the others', async () => {
			bench.expectRefusal(404, 'Request_ResourceNotFound');
			const { good, input } = await rows();
			const { items: results, error } = await bench.run(fromItem, {
				path,
				items: input,
				settings: { onError: 'continueRegularOutput' },
			});
			expect(error).toBeUndefined();
			expect(results.map(({ json }) => json.error ?? json.success)).toEqual([
				true,
				true,
				true,
				unknown,
				refused,
				true,
				true,
				true,
			]);
			expect(results.map(({ pairedItem }) => pairedItem)).toEqual(
				input.map((_item, index) => ({ item: index })),
			);
			expect(results[3].json.details).toMatchObject({
				code: 'Request_ResourceNotFound',
				statusCode: 404,
				requestId: expect.any(String),
				date: expect.any(String),
			});
			expect(await withJobTitle('Kept going', good)).toBe(6);
		});

		it('hands them to the error output', async () => {
			bench.expectRefusal(404, 'Request_ResourceNotFound');
			const { good, input } = await rows();
			const { items: results, errorItems } = await bench.run(fromItem, {
				path,
				items: input,
				settings: { onError: 'continueErrorOutput' },
			});
			expect(results).toHaveLength(6);
			expect(errorItems.map(({ json }) => [json.user, json.error])).toEqual([
				[NOBODY, unknown],
				[good[0], refused],
			]);
			expect(await withJobTitle('Kept going', good)).toBe(6);
		});
	});

	describe('Nobody sees a password', () => {
		const WEAK = 'weakling-zq';
		/** Everything of an outcome that somebody could look at, however deep and hidden. */
		const visible = (outcome: object): string =>
			inspect(outcome, {
				depth: 30,
				showHidden: true,
				maxArrayLength: null,
				maxStringLength: null,
			});
		const passwords = update({ password: '={{ $json.secret }}', city: 'Basel' });
		const secretly = (secret: unknown): INodeExecutionData[] => [
			{ json: { user: bench.tenant.cast.alice.id, secret: secret as string } },
		];

		/** What the node itself produced: n8n keeps the input of the node before it, of course. */
		const produced = ({
			run,
			items: output,
			errorItems,
			error,
		}: Awaited<ReturnType<typeof bench.run>>) => ({
			run: run.data.resultData.runData['Office 365 Users'],
			lastError: run.data.resultData.error,
			output,
			errorItems,
			error,
		});

		it('in the output', async () => {
			for (const options of [{}, { returnUser: true }]) {
				const outcome = await bench.run(
					{ ...passwords, options },
					{ path, items: secretly(PASSWORD), signIn: all },
				);
				expect(outcome.error).toBeUndefined();
				expect(visible(produced(outcome))).not.toContain(PASSWORD);
				// The node before it gave the password: this look would find it.
				expect(visible(outcome)).toContain(PASSWORD);
			}
			expect((await patches(bench))[0].body).toMatchObject({
				passwordProfile: { password: '(masked)' },
			});
			expect(bench.warnings().join()).not.toContain(PASSWORD);
		});

		it.each([
			['too weak', WEAK, /^'Password' was not accepted: .*rules for passwords/],
			['an object', { hidden: WEAK }, /^'Password' must be text$/],
			['a list', [WEAK, WEAK], /^'Password' must be text$/],
		])('when it is %s', async (_name, secret, message) => {
			bench.expectRefusal(400, 'Request_BadRequest');
			const outcome = await bench.run(passwords, { path, items: secretly(secret), signIn: all });
			expect(outcome.error?.message).toMatch(message);
			expect(visible(produced(outcome))).not.toContain(WEAK);
			expect(bench.warnings().join()).not.toContain(WEAK);
		});

		it.each(['reset', 'cutBody', 'html', '503'])('when the connection gives %s', async (type) => {
			bench.expectRefusal(502);
			bench.expectRefusal(503);
			await bench.tenant.control('POST', '/faults', {
				match: { method: 'PATCH' },
				count: 5,
				action: type,
			});
			const outcome = await bench.run(
				{ ...passwords, options: { maxRetries: 0 } },
				{ path, items: secretly(PASSWORD), signIn: all },
			);
			// A body that is cut off where there is none is whole.
			if (type !== 'cutBody') expect(outcome.error).toBeDefined();
			expect(visible(produced(outcome))).not.toContain(PASSWORD);
			expect(bench.warnings().join()).not.toContain(PASSWORD);
		});

		it('among failed items', async () => {
			bench.expectRefusal(400, 'Request_BadRequest');
			const outcome = await bench.run(passwords, {
				path,
				items: secretly(WEAK),
				signIn: all,
				settings: { onError: 'continueRegularOutput' },
			});
			expect(outcome.items[0].json.error).toMatch(/^'Password' was not accepted/);
			expect(visible(produced(outcome))).not.toContain(WEAK);
		});

		it('among many that go together', async () => {
			bench.expectRefusal(400, 'Request_BadRequest');
			const people = await ordinaryPeople(bench, 6);
			const outcome = await bench.run(passwords, {
				path,
				items: people.map((id, index) => ({
					json: { user: id, secret: index % 2 ? WEAK : PASSWORD },
				})),
				signIn: all,
				settings: { onError: 'continueRegularOutput' },
			});
			expect(outcome.items.map(({ json }) => json.success === true)).toEqual(
				people.map((_id, index) => index % 2 === 0),
			);
			expect((await bench.log()).some(({ path: asked }) => asked.endsWith('/$batch'))).toBe(true);
			for (const secret of [WEAK, PASSWORD]) {
				expect(visible(produced(outcome))).not.toContain(secret);
				expect(bench.warnings().join()).not.toContain(secret);
			}
		});

		it('nor the token or the client secret', async () => {
			bench.expectRefusal(404);
			const credential = await bench.credential(all);
			const token = (credential.data.oauthTokenData as IDataObject).access_token as string;
			const outcome = await bench.run(passwords, {
				path,
				items: [{ json: { user: NOBODY, secret: PASSWORD } }],
				credential,
			});
			expect(outcome.error).toBeDefined();
			for (const secret of [token, credential.data.clientSecret as string, PASSWORD]) {
				expect(visible(produced(outcome))).not.toContain(secret);
			}
		});
	});

	describe('What Graph refuses, in words of its own', () => {
		const one = async (
			who: string,
			updateFields: INodeParameters,
			signIn: SignIn = all,
		): Promise<{ message: string; description: string }> => {
			const { error } = await bench.run(update(updateFields), {
				path,
				items: itemsFor(bench.tenant.cast[who].userPrincipalName),
				signIn,
			});
			return { message: String(error?.message), description: String(error?.description) };
		};
		const named = (who: string): string => `"${bench.tenant.cast[who].userPrincipalName}"`;

		it('a synced user: where to change it', async () => {
			bench.expectRefusal(400, 'Request_BadRequest');
			const { message, description } = await one('synced', { city: 'Basel', mobilePhone: '1' });
			expect(message).toBe(
				`${named('synced')} is synced from an on-premises directory, which is where City, Mobile Phone must be changed`,
			);
			expect(description).toContain(
				'Microsoft Graph says: Unable to update the specified properties',
			);
		});

		it('a synced user: profile fields can still be set', async () => {
			const { synced } = bench.tenant.cast;
			await bench.results(update({ skills: ['go'] }), {
				path,
				items: itemsFor(synced.id),
				signIn: all,
			});
			expect((await bench.stored(synced)).skills).toEqual(['go']);
		});

		it('a formerly synced user: extension attributes belong to Exchange', async () => {
			bench.expectRefusal(400, 'Request_BadRequest');
			const { message } = await one('formerlySynced', { extensionAttribute1: 'x' });
			expect(message).toBe(
				`${named('formerlySynced')} was synced from an on-premises directory before, or is managed by Exchange: Extension Attribute 1 to 15 of such a user can only be changed with Exchange tools`,
			);
		});

		it('someone with an administrator role: a higher role is needed', async () => {
			bench.expectRefusal(403, 'Authorization_RequestDenied');
			const { otherAdmin } = bench.tenant.cast;
			const { message } = await one(
				'admin',
				{ mobilePhone: '1', city: 'Basel' },
				{ as: otherAdmin, scopes: EVERY_RIGHT },
			);
			expect(message).toBe(
				`The signed-in account has the permission to change City, Mobile Phone of ${named('admin')}, but not the role: it needs the Entra role User Administrator or above, and where ${named('admin')} is an administrator, a role above theirs such as Global Administrator`,
			);
		});

		it.each([
			['city', 'Basel', 'City', ['User.ReadWrite.All'], ['User.Read.All']],
			[
				'accountEnabled',
				false,
				'Account Enabled',
				['User.EnableDisableAccount.All'],
				['User.Read.All'],
			],
			['businessPhones', ['1'], 'Business Phones', ['User-Phone.ReadWrite.All'], ['User.Read.All']],
			[
				'otherMails',
				['a@b.example'],
				'Other Mails',
				['User-Mail.ReadWrite.All'],
				['User.Read.All'],
			],
			[
				'password',
				PASSWORD,
				'Password',
				['User-PasswordProfile.ReadWrite.All', 'the Entra role User Administrator'],
				['User.Read.All'],
			],
			[
				'employeeLeaveDateTime',
				'2030-01-01',
				'Employee Leave Date',
				['User-LifeCycleInfo.ReadWrite.All', 'the Entra role Global Administrator'],
				['User.Read.All'],
			],
		])('%s without its permission: it is named', async (name, value, label, needed, scopes) => {
			bench.expectRefusal(403, 'Authorization_RequestDenied');
			await bench.set({ sensitivePermissions: 'required' });
			const { message } = await one('alice', { [name]: value }, { scopes });
			expect(message).toContain(`no right to change ${label} of ${named('alice')}`);
			for (const words of needed) expect(message).toContain(words);
		});

		it('a password without the role: it is named', async () => {
			bench.expectRefusal(403, 'Authorization_RequestDenied');
			const { alice } = bench.tenant.cast;
			const { message } = await one(
				'umlaut',
				{ password: PASSWORD },
				{ as: alice, scopes: EVERY_RIGHT },
			);
			expect(message).toContain('the Entra role User Administrator');
		});

		it('profile fields of others without Sites.ReadWrite.All: it is named', async () => {
			bench.expectRefusal(500);
			const { message } = await one('alice', { skills: ['go'] }, {});
			expect(message).toBe(
				`The signed-in account may not change profile fields of ${named('alice')} (Skills); it also needs the permission Sites.ReadWrite.All`,
			);
		});

		describe('an app without a user', () => {
			const app = async (): Promise<StoredCredential> => {
				const { apps, graph, login, tenantId, token } = bench.tenant;
				const { clientId, clientSecret, roles } = apps.appOnly;
				const fields = {
					...{ cloud: 'custom', graphBaseUrl: graph, loginBaseUrl: login },
					...{ method: 'clientSecret', tenantId, clientId, clientSecret },
				};
				const { access_token } = await token({ clientId, roles });
				return {
					type: 'office365UsersAppApi',
					data: { ...fields, accessToken: access_token, accessTokenOwner: ownerOf(fields) },
				};
			};
			const byApp = async (updateFields: INodeParameters): Promise<string> => {
				const { error } = await bench.run(
					{ ...update(updateFields), authentication: 'appOnly' },
					{ path, items: itemsFor(bench.tenant.cast.alice.id), credential: await app() },
				);
				return String(error?.message);
			};

			it.each([
				['skills', ['go'], 'Skills'],
				['employeeHireDate', '2026-01-01', 'Employee Hire Date'],
			])('cannot change %s', async (name, value, label) => {
				bench.expectRefusal(403, 'Authorization_RequestDenied');
				expect(await byApp({ city: 'Basel', [name]: value })).toContain(
					`Microsoft does not let an app without a signed-in user change ${label} of`,
				);
				// It is tried, because reports say that it works at times, and said in the log.
				expect(bench.warnings().join()).toContain(label);
			});

			it('changes the rest, a password and the leave date with it', async () => {
				const { alice } = bench.tenant.cast;
				const [result] = await bench.results(
					{
						...update({
							city: 'Basel',
							password: PASSWORD,
							employeeLeaveDateTime: '2030-01-01',
						}),
						authentication: 'appOnly',
					},
					{ path, items: itemsFor(alice.id), credential: await app() },
				);
				expect(result.success).toBe(true);
				expect(await bench.stored(alice)).toMatchObject({
					city: 'Basel',
					employeeLeaveDateTime: '2030-01-01T00:00:00Z',
				});
			});
		});

		it('an unknown user', async () => {
			bench.expectRefusal(404, 'Request_ResourceNotFound');
			const { error } = await bench.run(update({ city: 'Basel', division: 'X', skills: ['go'] }), {
				path,
				items: itemsFor(NOBODY),
				signIn: all,
			});
			expect(error?.message).toContain(`No user found for "${NOBODY}" in 'User'`);
			expect(await patches(bench)).toEqual([]);
		});
	});
});
