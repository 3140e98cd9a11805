/** Update User: what is written where, and how fields are emptied. */
import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import {
	WRITABLE_FIELDS,
	type WritableField,
} from '../../nodes/Office365Users/users/userProperties';
import {
	EVERY_RIGHT,
	PASSWORD,
	patches,
	pathsAndBodies,
	readBack,
	SAMPLES,
} from '../support/engine/updating';
import { itemsFor, type SignIn, user, userOfItem, Workbench } from '../support/engine/workbench';

const bench = new Workbench({ users: 80 });

const all: SignIn = { scopes: EVERY_RIGHT };

/** Update User of one user. */
const of = (id: string, updateFields: INodeParameters = {}, more: INodeParameters = {}) => ({
	resource: 'update',
	operation: 'user',
	user: user(id, id.includes('@') ? 'upn' : 'id'),
	updateFields,
	...more,
});
/** Update User with everything taken from the item. */
const ofItem = (updateFields: INodeParameters, more: INodeParameters = {}) => ({
	...of('', updateFields, more),
	user: userOfItem,
});
const clearable = WRITABLE_FIELDS.filter(({ write }) => !write.keeps);
/** The properties to read to see these fields. */
const allProperties = (fields: readonly WritableField[]): string[] => [
	...new Set(fields.map(({ name, memberOf }) => memberOf ?? name)),
];

describe('Update', () => {
	describe('What goes where', () => {
		it('sends directory and profile fields in requests of their own', async () => {
			const { admin } = bench.tenant.cast;
			const [result] = await bench.results(
				of(
					admin.id,
					{ jobTitle: 'Buyer', skills: ['chess', 'go'] },
					{ clearFields: ['department'] },
				),
			);
			expect(result).toEqual({
				success: true,
				statusCode: 204,
				user: admin.id,
				updatedFields: ['jobTitle', 'skills'],
				clearedFields: ['department'],
			});
			expect(pathsAndBodies(await bench.asked())).toEqual([
				{ path: `/v1.0/users/${admin.id}`, body: { jobTitle: 'Buyer', department: null } },
				{ path: `/v1.0/users/${admin.id}`, body: { skills: ['chess', 'go'] } },
			]);
			expect(await bench.stored(admin)).toMatchObject({
				jobTitle: 'Buyer',
				skills: ['chess', 'go'],
				department: null,
			});
		});

		it('writes every field there is in two requests', async () => {
			const { alice } = bench.tenant.cast;
			// Every value through an expression, as from a table of people.
			const names = Object.keys(SAMPLES);
			const entered = Object.fromEntries(names.map((name) => [name, SAMPLES[name].entered]));
			const [result] = await bench.results(
				ofItem(Object.fromEntries(names.map((name) => [name, `={{ $json.${name} }}`]))),
				{ items: [{ json: { user: alice.id, ...entered } }], signIn: all },
			);
			expect((result.updatedFields as string[]).slice().sort()).toEqual(names.slice().sort());
			expect(await patches(bench)).toHaveLength(2);
			// Read with the id because userPrincipalName has changed.
			const fields = names.flatMap((name) => Object.keys(SAMPLES[name].sent));
			const read = await readBack(bench, alice.id, [...new Set(fields)]);
			for (const name of names) {
				expect(read).toMatchObject(SAMPLES[name].read ?? SAMPLES[name].sent);
			}
		});

		it.each(['apostrophe', 'dollar', 'umlaut', 'disabled'])(
			'finds %s by user principal name',
			async (who) => {
				const { id, userPrincipalName } = bench.tenant.cast[who];
				await bench.results(of(userPrincipalName, { city: 'Basel' }));
				expect((await bench.stored(id)).city).toBe('Basel');
			},
		);

		it('finds a guest, whose name contains number signs, and the signed-in user', async () => {
			const { alice, guest } = bench.tenant.cast;
			await bench.results(of(guest.userPrincipalName, { city: 'Basel' }));
			expect((await bench.stored(guest)).city).toBe('Basel');
			// Of one's own fields only few can be changed without a role (docs/graph.md#missing-role).
			const [result] = await bench.results(of('me', { mobilePhone: '+41 81 555' }), {
				signIn: { as: alice, scopes: ['User.ReadWrite'] },
			});
			expect(result.user).toBe('me');
			expect((await bench.stored(alice)).mobilePhone).toBe('+41 81 555');
		});
	});

	describe('Objects with members', () => {
		it.each([
			['division', { division: 'North' }],
			['costCenter', { costCenter: '4711' }],
		])('keeps the other member of employeeOrgData beside %s', async (_name, given) => {
			const { alice } = bench.tenant.cast;
			const before = (await bench.stored(alice)).employeeOrgData as IDataObject;
			expect(Object.values(before).every((value) => typeof value === 'string')).toBe(true);
			await bench.results(of(alice.id, given));
			const [patch] = await patches(bench);
			expect(patch.body).toEqual({ employeeOrgData: { ...before, ...given } });
			expect((await bench.stored(alice)).employeeOrgData).toEqual({ ...before, ...given });
		});

		it('clears one member of employeeOrgData, and reads nothing when both are given', async () => {
			const { alice } = bench.tenant.cast;
			const { costCenter } = (await bench.stored(alice)).employeeOrgData as IDataObject;
			await bench.results(of(alice.id, {}, { clearFields: ['division'] }));
			const readAndWritten = await bench.asked();
			expect(readAndWritten.map(({ method }) => method)).toEqual(['GET', 'PATCH']);
			expect((await bench.stored(alice)).employeeOrgData).toEqual({ division: null, costCenter });

			await bench.results(of(alice.id, { division: 'East', costCenter: '1' }));
			expect((await bench.asked()).slice(2).map(({ method }) => method)).toEqual(['PATCH']);
		});

		it('sets one member for someone who has no employeeOrgData yet', async () => {
			const { bareMinimum } = bench.tenant.cast;
			await bench.results(of(bareMinimum.id, { division: 'North' }));
			expect((await bench.stored(bareMinimum)).employeeOrgData).toEqual({
				division: 'North',
				costCenter: null,
			});
		});

		it('keeps the extension attributes that are not named', async () => {
			const { alice } = bench.tenant.cast;
			const before = (await bench.stored(alice)).onPremisesExtensionAttributes as IDataObject;
			expect(before.extensionAttribute1).toEqual(expect.any(String));
			await bench.results(of(alice.id, { extensionAttribute2: 'two' }));
			await bench.results(
				of(alice.id, { extensionAttribute15: 'fifteen' }, { clearFields: ['extensionAttribute2'] }),
			);
			expect((await bench.stored(alice)).onPremisesExtensionAttributes).toEqual({
				...before,
				extensionAttribute2: null,
				extensionAttribute15: 'fifteen',
			});
			expect((await patches(bench)).map(({ body }) => body)).toEqual([
				{ onPremisesExtensionAttributes: { extensionAttribute2: 'two' } },
				{
					onPremisesExtensionAttributes: {
						extensionAttribute15: 'fifteen',
						extensionAttribute2: null,
					},
				},
			]);
		});

		it('keeps the other settings beside a new password', async () => {
			const { alice } = bench.tenant.cast;
			await bench.results(of(alice.id, { forceChangePasswordNextSignInWithMfa: true }), {
				signIn: all,
			});
			await bench.results(of(alice.id, { password: PASSWORD }), { signIn: all });
			expect((await readBack(bench, alice.id, ['passwordProfile'])).passwordProfile).toMatchObject({
				forceChangePasswordNextSignInWithMfa: true,
			});
		});
	});

	describe('Emptying', () => {
		it('empties every field that can be emptied as Graph wants it', async () => {
			const { alice } = bench.tenant.cast;
			const names = clearable.map(({ name }) => name);
			// Filled first, so that there is something to empty.
			await bench.results(
				of(alice.id, Object.fromEntries(names.map((name) => [name, SAMPLES[name].entered]))),
				{ signIn: all },
			);
			const filled = await readBack(bench, alice.id, allProperties(clearable));
			for (const name of names) {
				expect(filled).toMatchObject(SAMPLES[name].read ?? SAMPLES[name].sent);
			}
			await bench.tenant.control('DELETE', '/log');

			const [result] = await bench.results(of(alice.id, {}, { clearFields: names }), {
				signIn: all,
			});
			expect(result).toMatchObject({ updatedFields: [], clearedFields: names });
			const [directory, profile, ...others] = (await patches(bench)).map(({ body }) => body);
			expect(others).toEqual([]);
			const sent = { ...(directory as object), ...(profile as object) };
			const emptied = await readBack(bench, alice.id, allProperties(clearable));
			for (const field of clearable) {
				const { name, memberOf, sharePoint } = field;
				const empty = field.kind === 'stringList' ? [] : null;
				const value = memberOf ? { [memberOf]: { [name]: empty } } : { [name]: empty };
				expect(sent).toMatchObject(value);
				expect(sharePoint ? profile : directory).toHaveProperty(memberOf ?? name);
				expect(emptied).toMatchObject(SAMPLES[name].read ?? value);
			}
		});

		it('accepts names with commas from an expression', async () => {
			const { alice } = bench.tenant.cast;
			const [result] = await bench.results(ofItem({}, { clearFields: '={{ $json.clear }}' }), {
				items: [{ json: { user: alice.id, clear: 'city, skills' } }],
				signIn: all,
			});
			expect(result.clearedFields).toEqual(['city', 'skills']);
			expect(await bench.stored(alice)).toMatchObject({ city: null, skills: [] });
		});

		const EMPTY = ['', '   ', null, [], ['']];
		const given = (): INodeExecutionData[] =>
			EMPTY.map((value) => ({ json: { user: bench.tenant.cast.alice.id, value } }));
		const expression = (name: string): string | string[] =>
			name === 'skills' ? ['={{ $json.value }}'] : '={{ $json.value }}';
		const emptyable = [
			'city',
			'skills',
			'employeeHireDate',
			'passwordPolicies',
			'ageGroup',
			'division',
		];
		const field = (name: string): WritableField => {
			const found = WRITABLE_FIELDS.find((one) => one.name === name);
			if (!found) throw new Error(name);
			return found;
		};

		it.each(emptyable)('an empty %s is refused by name', async (name) => {
			const { items, error } = await bench.run(ofItem({ [name]: expression(name) }), {
				items: given(),
				settings: { onError: 'continueRegularOutput' },
			});
			expect(error).toBeUndefined();
			expect(items.map(({ json }) => json.error)).toEqual(
				EMPTY.map(() => `'${field(name).displayName}' is empty`),
			);
			expect(await bench.log()).toEqual([]);
		});

		it.each(emptyable)('an empty %s leaves the field, if set to', async (name) => {
			const { alice } = bench.tenant.cast;
			const before = await bench.stored(alice);
			const results = await bench.results(
				ofItem({ [name]: expression(name), state: 'WA' }, { options: { emptyValues: 'skip' } }),
				{ items: given() },
			);
			expect(results.map(({ updatedFields }) => updatedFields)).toEqual(EMPTY.map(() => ['state']));
			expect((await patches(bench)).map(({ body }) => body)).toEqual(
				EMPTY.map(() => ({ state: 'WA' })),
			);
			expect(await bench.stored(alice)).toEqual({ ...before, state: 'WA' });
		});

		it.each(emptyable)('an empty %s empties the field, if set to', async (name) => {
			const { alice } = bench.tenant.cast;
			const results = await bench.results(
				ofItem({ [name]: expression(name) }, { options: { emptyValues: 'clear' } }),
				{ items: given(), signIn: all },
			);
			const empty = name === 'skills' ? [] : null;
			const { memberOf } = field(name);
			const emptied = memberOf ? { [memberOf]: { [name]: empty } } : { [name]: empty };
			expect(results).toEqual(
				EMPTY.map(() => expect.objectContaining({ updatedFields: [], clearedFields: [name] })),
			);
			for (const { body } of await patches(bench)) expect(body).toMatchObject(emptied);
			expect(await readBack(bench, alice.id, Object.keys(emptied))).toMatchObject(emptied);
		});

		it('says how to empty a field on purpose', async () => {
			const { error } = await bench.run(ofItem({ city: '' }), {
				items: itemsFor(bench.tenant.cast.alice.id),
			});
			expect(error?.message).toBe("'City' is empty");
			expect(error?.description).toContain("'Clear Fields'");
			expect(error?.description).toContain("'Empty Values'");
		});

		it('a value that is missing from the item is empty too', async () => {
			const { error } = await bench.run(ofItem({ city: '={{ $json.town }}' }), {
				items: itemsFor(bench.tenant.cast.alice.id),
			});
			expect(error?.message).toBe("'City' is empty");
		});
	});
});
