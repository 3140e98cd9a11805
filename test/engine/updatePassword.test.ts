/** No password, token or client secret shows anywhere. */
import { inspect } from 'node:util';

import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { EVERY_RIGHT, ordinaryPeople, PASSWORD, patches } from '../support/engine/updating';
import { BOTH_PATHS, type SignIn, userOfItem, Workbench } from '../support/engine/workbench';

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

describe.each(BOTH_PATHS)('Update over %s', (path) => {
	describe('Nobody sees a password', () => {
		const WEAK = 'weakling-zq';
		/** Everything in an outcome that somebody could inspect, however deep or hidden. */
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
				// The previous node's output holds the password: this inspection finds it.
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

		it.each(['reset', 'cutBody', 'html', '503'])(
			'when the connection fails with %s',
			async (type) => {
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
				// An empty body cannot be cut off.
				if (type !== 'cutBody') expect(outcome.error).toBeDefined();
				expect(visible(produced(outcome))).not.toContain(PASSWORD);
				expect(bench.warnings().join()).not.toContain(PASSWORD);
			},
		);

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

		it('among many in one batch', async () => {
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
});
