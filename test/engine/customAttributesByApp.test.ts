/** Custom attributes written by an app without a user, and of users named in other ways. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { AppWorkbench } from '../support/engine/appWorkbench';
import type { StoredCredential } from '../support/engine/credentials';
import { itemsFor, userOfItem } from '../support/engine/workbench';

const bench = new AppWorkbench({ users: 60 });
const extension = (name: string): string => `extension_22222222222242228222222222222222_${name}`;
const LEVEL = 'customSecurityAttributes/Engineering/Level';
const THEME = 'extensions/com.contoso.roaming/theme';

const update = (attributes: IDataObject, more: INodeParameters = {}): INodeParameters =>
	({
		authentication: 'appOnly',
		resource: 'update',
		operation: 'user',
		user: userOfItem,
		updateFields: {
			customAttributes: {
				attribute: Object.entries(attributes).map(([name, value]) => ({ name, value })),
			},
		},
		...more,
	}) as never;
/** An app with these permissions; a new one, so that no token of an earlier one is at hand. */
async function app(roles: readonly string[]): Promise<StoredCredential> {
	const clientSecret = 'a secret of this test';
	const { body } = await bench.tenant.control('POST', '/apps', { clientSecret, roles });
	return bench.app({ clientId: (body as unknown as { clientId: string }).clientId, clientSecret });
}
const WRITES = ['User.ReadWrite.All', 'CustomSecAttributeAssignment.ReadWrite.All'];
const LISTS = ['Application.Read.All', 'CustomSecAttributeDefinition.Read.All'];

const stored = async (): Promise<IDataObject> => await bench.stored(bench.tenant.cast.alice);

test.each<[string, (mail: string) => unknown]>([
	['ID', () => userOfItem],
	['mail', () => ({ __rl: true, mode: 'mail', value: '={{ $json.mail }}' })],
])('all kinds at once, of a user named by %s; compared, and read back', async (_, named) => {
	const { id } = bench.tenant.cast.alice;
	const { mail } = await stored();
	const attributes = {
		[extension('floor')]: '8',
		'ext7k3pq9xd_training/courseId': '3',
		[LEVEL]: '8',
		[THEME]: 'dark',
	};
	const parameters = update(attributes, {
		user: named(String(mail)) as never,
		options: { onlyIfChanged: true, returnUser: true },
	});
	const run = {
		credential: await app([...WRITES, ...LISTS]),
		items: [{ json: { user: id, mail } }],
	};
	const [done] = await bench.results(parameters, run);
	expect(done).toMatchObject({
		[extension('floor')]: 8,
		ext7k3pq9xd_training: { courseId: 3, courseName: 'Safety' },
		customSecurityAttributes: { Engineering: { Level: 8, Certification: true } },
		extensions: [{ theme: 'dark' }],
		changed: true,
		changes: [
			{ field: extension('floor'), from: 4, to: 8 },
			{ field: 'ext7k3pq9xd_training/courseId', from: 17, to: 3 },
			{ field: LEVEL, from: 3, to: 8 },
			{ field: THEME, from: null, to: 'dark' },
		],
	});
	const writes = (await bench.asked()).filter(
		({ method, path }) => method !== 'GET' && !path.includes('getAvailable'),
	);
	expect(writes.map(({ method }) => method)).toEqual(['PATCH', 'PATCH', 'POST']);
	const [again] = await bench.results(parameters, run);
	expect(again).toMatchObject({ changed: false, changes: [] });
});

test('Sync Users by mail, previewed with every kind', async () => {
	const { mail } = await stored();
	const [done] = await bench.results(
		{
			authentication: 'appOnly',
			resource: 'update',
			operation: 'sync',
			columns: {
				mappingMode: 'autoMapInputData',
				value: null,
				matchingColumns: ['mail'],
				schema: [],
			} as never,
			options: { dryRun: true },
		},
		{
			credential: await app([...WRITES, ...LISTS]),
			items: [{ json: { mail, [LEVEL]: '3', [THEME]: 'dark', [extension('badge')]: 'A-17' } }],
		},
	);
	expect(done).toMatchObject({ changes: [{ field: THEME, from: null, to: 'dark' }] });
});

test('an app that may not list: its own refusal costs nothing', async () => {
	bench.expectRefusal(403);
	await bench.results(update({ [extension('floor')]: '={{ 5 }}', [LEVEL]: '={{ 5 }}' }), {
		credential: await app(WRITES),
		items: itemsFor(...Array.from({ length: 25 }, () => bench.tenant.cast.alice.id)),
	});
	expect(await stored()).toMatchObject({ [extension('floor')]: 5 });
	const refused = (await bench.asked()).filter(({ status }) => status === 403);
	expect(refused).toHaveLength(2);
});
