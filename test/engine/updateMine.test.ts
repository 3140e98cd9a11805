/** The option Return User, and Update My Profile. */
import type { INodeParameters } from 'n8n-workflow';

import { DEFAULT_FIELDS, SAFE_FIELDS } from '../../nodes/Office365Users/users/userProperties';
import { EVERY_RIGHT, patches, pathsAndBodies } from '../support/engine/updating';
import { BOTH_PATHS, type SignIn, user, Workbench } from '../support/engine/workbench';

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
const fault = async (body: object): Promise<void> => {
	const { status } = await bench.tenant.control('POST', '/faults', body);
	expect(status).toBe(200);
};

describe('Update', () => {
	describe('Return User', () => {
		it('returns the user as it is after the change', async () => {
			const { alice } = bench.tenant.cast;
			const [read] = await bench.results(
				of(
					alice.id,
					{ jobTitle: 'Buyer', skills: ['go'] },
					{ clearFields: ['city'], options: { returnUser: true } },
				),
				{ signIn: all },
			);
			expect(Object.keys(read).sort()).toEqual([...DEFAULT_FIELDS].sort());
			expect(read).toMatchObject({ id: alice.id, jobTitle: 'Buyer', skills: ['go'], city: null });
		});

		it('returns users without a SharePoint profile with the safe fields', async () => {
			bench.expectRefusal(403, 'accessDenied');
			const { noSharePoint } = bench.tenant.cast;
			const [read] = await bench.results(
				of(noSharePoint.id, { jobTitle: 'Buyer' }, { options: { returnUser: true } }),
			);
			expect(Object.keys(read).sort()).toEqual([...SAFE_FIELDS].sort());
			expect(read.jobTitle).toBe('Buyer');
		});

		it('says that the change was made when the user cannot be read back', async () => {
			bench.expectRefusal(400, 'BadRequest');
			await fault({
				match: { method: 'GET' },
				action: {
					type: 'error',
					status: 400,
					code: 'BadRequest',
					message: 'Something broke.',
				},
			});
			const { alice } = bench.tenant.cast;
			const { error } = await bench.run(
				of(alice.id, { jobTitle: 'Buyer', skills: ['go'] }, { options: { returnUser: true } }),
				{ signIn: all },
			);
			expect(error?.message).toMatch(/Something broke\.?\. Already updated: Job Title, Skills$/);
			expect(await bench.stored(alice)).toMatchObject({ jobTitle: 'Buyer', skills: ['go'] });
		});
	});

	describe('Update My Profile', () => {
		const mine = (updateFields: INodeParameters, more: INodeParameters = {}) => ({
			resource: 'update',
			operation: 'myProfile',
			updateFields,
			...more,
		});
		const asAlice = (): SignIn => ({ as: bench.tenant.cast.alice, scopes: ['User.ReadWrite'] });

		it('writes and empties fields of the signed-in user with no more than User.ReadWrite', async () => {
			const { alice } = bench.tenant.cast;
			const [result] = await bench.results(
				mine(
					{ aboutMe: 'Likes tea.', responsibilities: ['budget'] },
					{ clearFields: ['pastProjects'] },
				),
				{ signIn: asAlice() },
			);
			expect(result).toEqual({
				success: true,
				statusCode: 204,
				user: 'me',
				updatedFields: ['aboutMe', 'responsibilities'],
				clearedFields: ['pastProjects'],
			});
			expect(pathsAndBodies(await bench.asked())).toEqual([
				{
					path: '/v1.0/me',
					body: { aboutMe: 'Likes tea.', responsibilities: ['budget'], pastProjects: [] },
				},
			]);
			expect(await bench.stored(alice)).toMatchObject({
				aboutMe: 'Likes tea.',
				responsibilities: ['budget'],
				pastProjects: [],
			});
		});

		it('returns the user if set to', async () => {
			const { alice } = bench.tenant.cast;
			const [read] = await bench.results(
				mine({ aboutMe: 'Likes tea.' }, { options: { returnUser: true } }),
				{ signIn: asAlice() },
			);
			expect(read).toMatchObject({ id: alice.id, aboutMe: 'Likes tea.' });
		});

		it.each(BOTH_PATHS)('writes all items in their order, over %s', async (path) => {
			const { alice } = bench.tenant.cast;
			await bench.results(mine({ aboutMe: '={{ $json.text }}' }), {
				path,
				items: ['one', 'two', 'three'].map((text) => ({ json: { text } })),
				signIn: asAlice(),
			});
			expect((await patches(bench)).map(({ body }) => body)).toEqual([
				{ aboutMe: 'one' },
				{ aboutMe: 'two' },
				{ aboutMe: 'three' },
			]);
			expect((await bench.stored(alice)).aboutMe).toBe('three');
		});

		it('refuses a directory field and names the operation that has it', async () => {
			const { error } = await bench.run(mine({}, { clearFields: ['city'] }), {
				signIn: asAlice(),
			});
			expect(error?.message).toBe(
				"'Clear Fields' contains City, which Update My Profile cannot change; use Update User",
			);
			expect(await bench.log()).toEqual([]);
		});
	});
});
