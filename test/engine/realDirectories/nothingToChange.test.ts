/** Taking away what is not there, and rows with nothing to change, are successes. */
import { EVERY_RIGHT } from '../../support/engine/updating';
import { itemsFor, userOfItem, Workbench } from '../../support/engine/workbench';

const bench = new Workbench({ users: 60 });

const NOBODY = 'nobody@contoso.onmicrosoft.example';
/** Every shape in which the tenant says that there is no photo (docs/graph.md#no-photo). */
const ABSENT_SHAPES = [
	'ImageNotFound',
	'ErrorItemNotFound',
	'GetUserPhoto',
	'UnknownError',
	'transparentGif',
	'MailboxNotEnabledForRESTAPI',
	'ErrorUserResolutionFailedUserDoesNotExist',
	'ResourceNotFound',
];
const removeManager = {
	resource: 'update',
	operation: 'manager',
	user: userOfItem,
	managerAction: 'remove',
};
const deletePhoto = { resource: 'photo', operation: 'delete', user: userOfItem };
const methods = async (): Promise<string[]> => (await bench.asked()).map(({ method }) => method);

describe('Nothing to change', () => {
	describe('Set Manager > Remove', () => {
		it('where there is no manager', async () => {
			bench.expectRefusal(404, 'Request_ResourceNotFound');
			const { alice, ceo } = bench.tenant.cast;
			const results = await bench.results(removeManager, {
				items: itemsFor(ceo.id, alice.id, ceo.userPrincipalName),
			});
			expect(results).toEqual(
				[ceo.id, alice.id, ceo.userPrincipalName].map((user) => ({
					success: true,
					statusCode: 204,
					user,
					manager: null,
				})),
			);
		});

		it('whatever words Graph has for it', async () => {
			bench.expectRefusal(404);
			await bench.fault(
				{ type: 'error', status: 404, code: 'Request_ResourceNotFound', message: 'Nichts da.' },
				{ method: 'DELETE' },
			);
			const { ceo } = bench.tenant.cast;
			const [result] = await bench.results(removeManager, { items: itemsFor(ceo.id) });
			expect(result).toMatchObject({ success: true, manager: null });
			expect(await methods()).toEqual(['DELETE', 'GET']);
		});

		it('but an unknown user still fails', async () => {
			bench.expectRefusal(404, 'Request_ResourceNotFound');
			const { error } = await bench.run(removeManager, { items: itemsFor(NOBODY) });
			expect(error?.message).toContain(`No user found for "${NOBODY}" in 'User'`);
		});

		it("and a proxy's page in place of the user decides nothing", async () => {
			bench.expectRefusal(404, 'Request_ResourceNotFound');
			await bench.fault({ type: 'html', status: 200 }, { method: 'GET' });
			const { error } = await bench.run(removeManager, {
				items: itemsFor(bench.tenant.cast.ceo.id),
			});
			expect(error).toBeDefined();
		});
	});

	describe('Delete Photo', () => {
		it.each(ABSENT_SHAPES)('where there is no photo: %s', async (shape) => {
			bench.expectRefusal(404);
			const { alice, noPhoto } = bench.tenant.cast;
			await bench.tenant.control('PATCH', `/users/${noPhoto.id}`, { absentPhoto: shape });
			const results = await bench.results(deletePhoto, {
				items: itemsFor(noPhoto.id, alice.id),
			});
			expect(results).toEqual([
				{ deleted: false, user: noPhoto.id },
				{ deleted: true, user: alice.id },
			]);
		});

		it('but an unknown user still fails', async () => {
			bench.expectRefusal(404, 'Request_ResourceNotFound');
			const { error } = await bench.run(deletePhoto, { items: itemsFor(NOBODY) });
			expect(error?.message).toContain(`No user found for "${NOBODY}" in 'User'`);
		});
	});

	describe('Empty Values: Leave the Field', () => {
		const update = (more: object = {}) => ({
			resource: 'update',
			operation: 'user',
			user: userOfItem,
			updateFields: { city: '={{ $json.city }}', jobTitle: '={{ $json.jobTitle }}' },
			options: { emptyValues: 'skip', ...more },
		});

		it('a row in which everything is empty is a success, and nothing is sent for it', async () => {
			const { alice, umlaut } = bench.tenant.cast;
			const results = await bench.results(update(), {
				items: [
					{ json: { user: alice.id, city: '', jobTitle: null } },
					{ json: { user: umlaut.id, city: 'Basel' } },
				],
			});
			expect(results).toEqual([
				{ success: true, statusCode: null, user: alice.id, updatedFields: [], clearedFields: [] },
				{
					success: true,
					statusCode: 204,
					user: umlaut.id,
					updatedFields: ['city'],
					clearedFields: [],
				},
			]);
			expect((await bench.asked()).map(({ method, path: asked }) => `${method} ${asked}`)).toEqual([
				`PATCH /v1.0/users/${umlaut.id}`,
			]);
		});

		it('gives the user where that is asked for', async () => {
			const { alice } = bench.tenant.cast;
			const [read] = await bench.results(update({ returnUser: true }), {
				items: itemsFor(alice.id),
				signIn: { scopes: EVERY_RIGHT },
			});
			expect(read.id).toBe(alice.id);
			expect(await methods()).toEqual(['GET']);
		});

		it('is still a refusal where no field is named at all', async () => {
			const { error } = await bench.run(
				{ ...update(), updateFields: {} },
				{ items: itemsFor(bench.tenant.cast.alice.id) },
			);
			expect(error?.message).toMatch(/^There is nothing to update/);
			expect(await bench.log()).toEqual([]);
		});
	});
});
