/** The resource Trending: documents that are popular around a user. */
import type { IDataObject } from 'n8n-workflow';

import { itemsFor, userOfItem, Workbench } from '../support/engine/workbench';

const bench = new Workbench({ users: 60 });

const myDocuments = { resource: 'trending', operation: 'myDocuments' };
const userDocuments = { resource: 'trending', operation: 'userDocuments', user: userOfItem };

/** As Graph returns them, bypassing the node, except for the weight. */
async function documentsOf(path: string, as: string): Promise<IDataObject[]> {
	const { access_token } = await bench.tenant.token({
		user: as,
		scopes: ['Sites.Read.All'],
		clientId: bench.tenant.apps.publicClient.clientId,
	});
	const { status, body } = await bench.tenant.get(
		`${path}/insights/trending?$top=100`,
		access_token,
	);
	expect(status).toBe(200);
	return (body.value as unknown as IDataObject[]).map((document) => ({
		...document,
		weight: Number(document.weight),
	}));
}
const look = (document: IDataObject): IDataObject => document.resourceVisualization as IDataObject;
const idsOf = (documents: IDataObject[]): unknown[] => documents.map(({ id }) => id);

describe('Trending', () => {
	describe('Get My Trending Documents', () => {
		it('returns the documents of the signed-in user with weights as numbers', async () => {
			const { alice } = bench.tenant.cast;
			const expected = await documentsOf('/me', alice.id);
			const read = await bench.results(
				{ ...myDocuments, returnAll: true },
				{ signIn: { as: alice, scopes: ['Sites.Read.All'] } },
			);
			expect(read).toEqual(expected);
			expect(new Set(read.map(({ weight }) => typeof weight))).toEqual(new Set(['number']));
		});

		it('stops at the limit', async () => {
			const { alice } = bench.tenant.cast;
			const expected = await documentsOf('/me', alice.id);
			const read = await bench.results({ ...myDocuments, limit: 3 }, { signIn: { as: alice } });
			expect(idsOf(read)).toEqual(idsOf(expected).slice(0, 3));
		});

		type Case = [string, IDataObject, (document: IDataObject) => boolean];
		it.each<Case>([
			['one document type', { documentType: ['Word'] }, (one) => look(one).type === 'Word'],
			[
				'several document types',
				{ documentType: ['Word', 'Pdf'] },
				(one) => ['Word', 'Pdf'].includes(String(look(one).type)),
			],
			[
				'one container type',
				{ containerType: ['OneDriveBusiness'] },
				(one) => look(one).containerType === 'OneDriveBusiness',
			],
			[
				'several of both',
				{ documentType: ['Word', 'Excel'], containerType: ['Site', 'Mail'] },
				(one) =>
					['Word', 'Excel'].includes(String(look(one).type)) && look(one).containerType === 'Site',
			],
			[
				"a filter of one's own",
				{ filter: "ResourceVisualization/type eq 'Excel'" },
				(one) => look(one).type === 'Excel',
			],
			[
				'all of it together',
				{
					documentType: ['Word', 'PowerPoint'],
					containerType: ['Site'],
					filter:
						"ResourceVisualization/type eq 'Word' or ResourceVisualization/containerType eq 'OneDriveBusiness'",
				},
				(one) => look(one).type === 'Word' && look(one).containerType === 'Site',
			],
			[
				'a text with commas from an expression',
				{ documentType: '={{ "word, PDF" }}' },
				(one) => ['Word', 'Pdf'].includes(String(look(one).type)),
			],
		])('takes %s', async (_, options, wanted) => {
			const { alice } = bench.tenant.cast;
			const all = await documentsOf('/me', alice.id);
			const expected = all.filter(wanted);
			expect(expected.length).toBeGreaterThan(0);
			expect(expected.length).toBeLessThan(all.length);
			const read = await bench.results(
				{ ...myDocuments, options: options as never },
				{ signIn: { as: alice } },
			);
			expect(idsOf(read)).toEqual(idsOf(expected));
		});

		it('refuses a type that Graph does not have before anything is sent', async () => {
			const { error } = await bench.run({
				...myDocuments,
				options: { documentType: '={{ ["Wrod"] }}' },
			});
			expect(error?.message).toBe(
				'\'Document Type\' contains "Wrod", which Microsoft Graph does not have. Did you mean "Word"?',
			);
			expect(await bench.asked()).toEqual([]);
		});

		it('names Filter when Graph rejects it', async () => {
			bench.expectRefusal(400);
			const { error } = await bench.run({ ...myDocuments, options: { filter: 'weight gt 1' } });
			expect(error?.message).toContain("'Filter'");
		});

		it('says that insights are switched off for the organization', async () => {
			bench.expectRefusal(403, 'ItemInsightsDisabled');
			await bench.set({ insights: false });
			const { error } = await bench.run(myDocuments);
			expect(error?.message).toBe(
				'Trending documents of the signed-in user cannot be read: item insights are switched off for the user or the whole organization',
			);
			expect(error?.description).toContain('ItemInsightsDisabled');
		});

		it('says which permission is missing', async () => {
			bench.expectRefusal(403, 'Authorization_RequestDenied');
			const { error } = await bench.run(myDocuments, { signIn: { scopes: ['User.Read'] } });
			expect(error?.message).toContain('permission Sites.Read.All');
			expect(error?.message).not.toContain('insights');
		});
	});

	describe('Get Trending Documents', () => {
		it.each(['alice', 'apostrophe', 'dollar', 'umlaut'])(
			'returns the documents of %s by user principal name and by ID',
			async (who) => {
				const { id, userPrincipalName } = bench.tenant.cast[who];
				const expected = await documentsOf(`/users/${id}`, bench.tenant.cast.admin.id);
				expect(expected.length).toBeGreaterThan(0);
				const { items } = await bench.run(userDocuments, {
					items: itemsFor(userPrincipalName, id),
				});
				expect(items.map(({ json }) => json)).toEqual([...expected, ...expected]);
				expect(items.map(({ pairedItem }) => pairedItem)).toEqual(
					[0, 1].flatMap((item) => expected.map(() => ({ item }))),
				);
			},
		);

		it('says that insights are switched off for the user, item by item under Continue', async () => {
			bench.expectRefusal(403, 'ErrorAccessDenied');
			const { alice, noInsights } = bench.tenant.cast;
			const { items } = await bench.run(
				{ ...userDocuments, limit: 1 },
				{
					items: itemsFor(noInsights.userPrincipalName, alice.id),
					settings: { onError: 'continueRegularOutput' },
				},
			);
			expect(items[0].json.error).toContain(
				`Trending documents of "${noInsights.userPrincipalName}" cannot be read: item insights are switched off`,
			);
			expect(items[1].json).toHaveProperty('resourceVisualization');
		});

		// Graph does not find these resources for users without a mailbox (docs/graph.md#people-without-mailbox).
		it('says that a guest has no mailbox here', async () => {
			bench.expectRefusal(404, 'ResourceNotFound');
			const { guest } = bench.tenant.cast;
			const { error } = await bench.run(userDocuments, { items: itemsFor(guest.id) });
			expect(error?.message).toContain('no Exchange Online mailbox');
		});

		it('says that there is no such user', async () => {
			bench.expectRefusal(404, 'Request_ResourceNotFound');
			const nobody = 'nobody@contoso.onmicrosoft.example';
			const { error } = await bench.run(userDocuments, { items: itemsFor(nobody) });
			expect(error?.message).toContain(`No user found for "${nobody}" in 'User'`);
		});

		it('says that a signed-in user is needed', async () => {
			bench.expectRefusal(403);
			const { access_token, ...token } = await bench.tenant.token({ roles: ['Sites.Read.All'] });
			const credential = await bench.credential();
			credential.data.oauthTokenData = { ...token, access_token };
			const { error } = await bench.run(userDocuments, {
				credential,
				items: itemsFor(bench.tenant.cast.alice.id),
			});
			expect(error?.message).toContain('an app alone cannot read trending documents');
		});
	});
});
