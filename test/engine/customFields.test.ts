/** Custom attributes and licenses among the chosen fields, and in the lists of the editor. */
import type { IDataObject, INodeParameters, INodePropertyOptions } from 'n8n-workflow';

import { Office365Users } from '../../nodes/Office365Users/Office365Users.node';
import { USER_PROPERTY_NAMES } from '../../nodes/Office365Users/users/userProperties';
import type { StoredCredential } from '../support/engine/credentials';
import { editorContext } from '../support/engine/engine';
import { BOTH_PATHS, itemsFor, user, userOfItem, Workbench } from '../support/engine/workbench';

const bench = new Workbench({ users: 60 });
const { loadOptions, resourceMapping } = new Office365Users().methods;

const extension = (name: string): string => `extension_22222222222242228222222222222222_${name}`;
const TRAINING = 'ext7k3pq9xd_training';

const profile = (selectFields: unknown): INodeParameters =>
	({ resource: 'get', operation: 'userProfile', user: userOfItem, selectFields }) as never;
const search = (selectFields: unknown, searchTerm = 'alice'): INodeParameters =>
	({ resource: 'search', operation: 'users', searchTerm, selectFields }) as never;
const alice = (): ReturnType<typeof itemsFor> => itemsFor(bench.tenant.cast.alice.id);
const asRole = async (adminRole: string): Promise<void> => {
	await bench.tenant.control('PATCH', `/users/${bench.tenant.cast.admin.id}`, { adminRole });
};
const openExtensions = async (): Promise<void> => {
	await bench.tenant.control('PATCH', `/users/${bench.tenant.cast.alice.id}`, {
		openExtensions: { 'com.contoso.roaming': { theme: 'dark' } },
	});
};

describe.each(BOTH_PATHS)('over %s', (path) => {
	test.each([
		['one user', (fields: unknown) => profile(fields)],
		['a list', (fields: unknown) => search(fields)],
	])('directory and schema extensions of %s', async (_, parameters) => {
		const fields = [extension('badge'), extension('tags'), `${TRAINING}/courseName`];
		const [read] = await bench.results(parameters(fields), { path, items: alice() });
		expect(read).toEqual({
			id: bench.tenant.cast.alice.id,
			[extension('badge')]: 'A-17',
			[extension('tags')]: ['first aid', 'works council'],
			[TRAINING]: expect.objectContaining({ courseId: 17, courseName: 'Safety' }),
		});
	});

	test.each([
		['one user', (fields: unknown) => profile(fields)],
		['a list', (fields: unknown) => search(fields)],
		[
			'direct reports',
			(fields: unknown): INodeParameters =>
				({
					resource: 'get',
					operation: 'directReports',
					user: user(bench.tenant.cast.alice.id, 'id'),
					selectFields: fields,
				}) as never,
		],
	])('open extensions of %s', async (what, parameters) => {
		await openExtensions();
		const items = await bench.results(parameters(['city', 'extensions']), { path, items: alice() });
		expect(items.length).toBeGreaterThan(0);
		for (const item of items)
			expect(Object.keys(item).sort()).toEqual(['city', 'extensions', 'id']);
		if (what !== 'direct reports') {
			expect(items).toMatchObject([{ extensions: [{ id: 'com.contoso.roaming', theme: 'dark' }] }]);
		}
	});

	test('security attributes for whoever has the role; without it the reason', async () => {
		const signIn = { scopes: ['User.Read.All', 'CustomSecAttributeAssignment.Read.All'] };
		bench.expectRefusal(403);
		const { error } = await bench.run(profile('customSecurityAttributes/Engineering/Level'), {
			path,
			signIn,
			items: alice(),
		});
		expect(error?.message).toMatch(/the role Attribute Assignment Reader/);
		await asRole('Attribute Assignment Reader');
		const [read] = await bench.results(profile(['customSecurityAttributes']), {
			path,
			signIn,
			items: alice(),
		});
		expect(read).toMatchObject({ customSecurityAttributes: { Engineering: { Level: 3 } } });
	});
});

describe('an extension that the tenant does not have', () => {
	const wrong = profile([extension('badgde')]);

	test('the nearest name, where the definitions may be read', async () => {
		bench.expectRefusal(400);
		const signIn = { scopes: ['User.Read.All', 'Application.Read.All'] };
		const { error } = await bench.run(wrong, { signIn, items: alice() });
		expect(error?.message).toBe(
			`'Fields' names "${extension('badgde')}", which is not a custom attribute of users in this tenant. Did you mean "${extension('badge')}"?`,
		);
	});

	test("Graph's refusal explained elsewhere, and nothing else is asked", async () => {
		bench.expectRefusal(400);
		const { error } = await bench.run(wrong, { items: alice() });
		expect(error?.message).toMatch(
			/^'Fields' names .*_badgde", which Microsoft Graph does not know$/,
		);
		expect(error?.description).toContain('Application.Read.All');
		expect(await bench.asked()).toHaveLength(1);
	});
});

describe('licenses', () => {
	const NAMED = { scopes: ['User.Read.All', 'LicenseAssignment.Read.All'] };
	const products = async (): Promise<number> =>
		(await bench.asked()).filter(({ path }) => path.endsWith('/subscribedSkus')).length;

	test.each(BOTH_PATHS)('have the names of their products; over %s', async (path) => {
		const ids = (await bench.everyone(['id'])).map(({ id }) => id);
		const read = await bench.results(profile(['assignedLicenses', 'licenseAssignmentStates']), {
			path,
			signIn: NAMED,
			items: itemsFor(...ids),
		});
		const licenses = read.flatMap((one) => one.assignedLicenses as IDataObject[]);
		expect(licenses.length).toBeGreaterThan(30);
		for (const { skuPartNumber } of licenses) {
			expect(['ENTERPRISEPACK', 'SPE_E5']).toContain(skuPartNumber);
		}
		const [state] = read.flatMap((one) => one.licenseAssignmentStates as IDataObject[]);
		expect(state).toHaveProperty('skuPartNumber');
		expect(await products()).toBe(1);
	});

	test('stay as they are where the products may not be listed; one note', async () => {
		const [plain] = await bench.everyone(['id', 'assignedLicenses'], "$filter=city eq 'Seattle'");
		const run = await bench.run(profile(['assignedLicenses']), {
			items: itemsFor(plain.id, plain.id),
		});
		expect(run.items.map(({ json }) => json)).toEqual([plain, plain]);
		expect(await products()).toBe(0);
		const hints = run.run.data.resultData.runData['Office 365 Users'][0].hints;
		expect(hints).toMatchObject([
			{ message: expect.stringMatching(/^Licenses come without .*LicenseAssignment\.Read\.All/) },
		]);
		expect(bench.warnings()).toHaveLength(1);
	});

	test('stay as they are where Graph refuses the list', async () => {
		bench.expectRefusal(403);
		await bench.fault(
			{ type: 'error', status: 403, code: 'Authorization_RequestDenied' },
			{ pathPattern: 'subscribedSkus' },
		);
		const { items, error } = await bench.run(profile(['assignedLicenses']), {
			signIn: NAMED,
			items: itemsFor(bench.tenant.cast.alice.id, bench.tenant.cast.ceo.id),
		});
		expect(error).toBeUndefined();
		expect(items[0].json.assignedLicenses).not.toHaveProperty('0.skuPartNumber');
		expect(await products()).toBe(1);
	});

	test('nobody with licenses, or other fields: nothing is asked', async () => {
		await bench.results(profile(['assignedLicenses']), {
			signIn: NAMED,
			items: itemsFor(bench.tenant.cast.guest.id),
		});
		await bench.results(profile(['city']), { signIn: NAMED, items: alice() });
		expect(await products()).toBe(0);
	});
});

describe('in the editor', () => {
	const context = async (
		scopes: readonly string[],
		parameters: INodeParameters = {},
		credential?: StoredCredential,
	): Promise<ReturnType<typeof editorContext>> =>
		editorContext({ '1': credential ?? (await bench.credential({ scopes })) }, parameters);
	const offered = async (...given: Parameters<typeof context>): Promise<INodePropertyOptions[]> =>
		await loadOptions.selectableFields.call(await context(...given));
	const values = (options: INodePropertyOptions[]): unknown[] => options.map(({ value }) => value);
	const LIST = ['User.Read.All', 'Application.Read.All'];

	test("Fields offers the tenant's extensions of users", async () => {
		const options = await offered(LIST);
		expect(values(options)).toEqual(expect.arrayContaining([...USER_PROPERTY_NAMES]));
		expect(options).toContainEqual({
			name: 'badge (HR data)',
			value: extension('badge'),
			description: `Directory extension; in the output: ${extension('badge')}`,
		});
		expect(values(options)).not.toContain(extension('owner'));
		const names = options.map(({ name }) => name.toLowerCase());
		expect(names).toEqual([...names].sort((one, other) => one.localeCompare(other, 'en')));
	});

	test('what is chosen and not listed stays in the list', async () => {
		const options = await offered(['User.Read.All'], {
			resource: 'search',
			operation: 'users',
			selectFields: ['city', TRAINING],
		});
		expect(values(options).filter((value) => value === 'city')).toHaveLength(1);
		expect(values(options)).toContain(TRAINING);
		expect(await bench.asked()).toEqual([]);
	});

	test.each([
		[
			'without the permission',
			async (): Promise<StoredCredential> => await bench.credential({ scopes: ['User.Read.All'] }),
		],
		[
			'when Graph cannot be reached',
			async (): Promise<StoredCredential> => {
				const { type, data } = await bench.credential({ scopes: LIST });
				return { type, data: { ...data, graphBaseUrl: 'http://127.0.0.1:1' } };
			},
		],
		[
			'when Graph refuses',
			async (): Promise<StoredCredential> => {
				bench.expectRefusal(403);
				await bench.fault(
					{ type: 'error', status: 403, code: 'Authorization_RequestDenied' },
					{ count: 4 },
				);
				return await bench.credential({ scopes: LIST });
			},
		],
	])('the fixed lists %s', async (_, credential) => {
		const stored = await credential();
		expect(values(await offered([], {}, stored)).sort()).toEqual([...USER_PROPERTY_NAMES].sort());
		const { fields } = await resourceMapping.userColumns.call(await context([], {}, stored));
		expect(fields.filter(({ id }) => /^extension_|\//.test(id))).toEqual([]);
	});

	test('the fixed lists without a credential', async () => {
		const nobody = editorContext({}, {});
		expect(values(await loadOptions.selectableFields.call(nobody)).sort()).toEqual(
			[...USER_PROPERTY_NAMES].sort(),
		);
	});

	test("Columns offers the tenant's attributes", async () => {
		await asRole('Attribute Assignment Administrator');
		const { fields } = await resourceMapping.userColumns.call(
			await context([...LIST, 'CustomSecAttributeDefinition.Read.All']),
		);
		const custom = fields.filter(({ id }) => /^extension_|\//.test(id));
		expect(custom).toContainEqual(
			expect.objectContaining({
				id: extension('floor'),
				displayName: 'floor (HR data)',
				canBeUsedToMatch: false,
				removed: true,
			}),
		);
		expect(custom.map(({ id }) => id)).toContain('customSecurityAttributes/Engineering/Level');
		expect(custom.map(({ id }) => id)).not.toContain(extension('owner'));
	});
});
