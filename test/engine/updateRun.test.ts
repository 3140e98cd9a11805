/** Update over many items: the order of changes, and where a run stops. */

import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { EVERY_RIGHT, ordinaryPeople, patches, readBack } from '../support/engine/updating';
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
		it('the last item for a user wins, however the name is written', async () => {
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

		it('directory and profile fields of one item are written before those of the next', async () => {
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

		it('a renamed user gets the rest of the item and is returned under the new name', async () => {
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
			// Everything after the first request goes to the ID.
			const paths = (await bench.asked())
				.filter(({ method }) => method === 'PATCH')
				.map(({ path: asked }) => asked);
			expect(paths.sort()).toEqual([one, one, two, two].map((id) => `/v1.0/users/${id}`).sort());
			expect((await readBack(bench, one, ['employeeOrgData'])).employeeOrgData).toMatchObject({
				division: 'North',
			});
		});
	});

	describe('Where a run stops', () => {
		it.each([
			['the first', 0],
			['one in the middle', 20],
			['the last', 39],
		])('%s fails: the message says how many were updated', async (_name, at) => {
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

		it('stops in the middle of many: those not yet started are left alone', async () => {
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

		it("a single item's message does not mention others", async () => {
			bench.expectRefusal(404, 'Request_ResourceNotFound');
			const { error } = await bench.run(fromItem, {
				path,
				items: items({ user: NOBODY, jobTitle: 'x' }),
			});
			expect(error?.message).toContain(`No user found for "${NOBODY}" in 'User'`);
		});

		it('the message names what was partly written, and how far the run got', async () => {
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

		it('sends them to the error output', async () => {
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
});
