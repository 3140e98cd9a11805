/** Changes that take more than one request: what is written and said when one of them fails. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { EVERY_RIGHT, PASSWORD, patches } from '../support/engine/updating';
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
	describe('Partial updates', () => {
		it.each(BOTH_PATHS)(
			'lists what was written when SharePoint refuses the second half, over %s',
			async (path) => {
				bench.expectRefusal(500);
				const { alice } = bench.tenant.cast;
				const before = await bench.stored(alice);
				const { error } = await bench.run(
					of(
						alice.id,
						{ jobTitle: 'Buyer', division: 'North', skills: ['go'], aboutMe: 'Likes tea.' },
						{ clearFields: ['department'] },
					),
					{ path },
				);
				expect(error?.message).toBe(
					`The signed-in account may not change profile fields of "${alice.id}" (About Me, Skills); it also needs the permission Sites.ReadWrite.All. Already updated: Division, Job Title, Department`,
				);
				expect(error?.description).toContain('DirectoryObjectUnauthorizedAccessException');
				expect(await bench.stored(alice)).toEqual({
					...before,
					jobTitle: 'Buyer',
					department: null,
					employeeOrgData: { ...(before.employeeOrgData as IDataObject), division: 'North' },
				});
				// Such a refusal is final: nothing is sent a second time.
				expect(await patches(bench)).toHaveLength(2);
			},
		);

		it('writes nothing when the first half is refused, and reports only that', async () => {
			bench.expectRefusal(403, 'Authorization_RequestDenied');
			const { alice } = bench.tenant.cast;
			const before = await bench.stored(alice);
			const { error } = await bench.run(
				of(alice.id, { jobTitle: 'Buyer', password: PASSWORD, skills: ['go'] }),
			);
			expect(error?.message).toContain('no right to change Job Title, Password of');
			expect(error?.message).not.toMatch(/Skills|Already updated/);
			expect(await bench.stored(alice)).toEqual(before);
			expect(await patches(bench)).toHaveLength(1);
		});

		it('names a user without SharePoint and what was written', async () => {
			bench.expectRefusal(403, 'accessDenied');
			const { noSharePoint } = bench.tenant.cast;
			const { error } = await bench.run(of(noSharePoint.id, { city: 'Basel', skills: ['go'] }), {
				signIn: all,
			});
			expect(error?.message).toMatch(/^SharePoint, which keeps Skills, .*Already updated: City$/);
			expect(error?.message).not.toContain('User.ReadWrite.All');
			expect((await bench.stored(noSharePoint)).city).toBe('Basel');
		});

		it('names the fields that a tenant without SharePoint cannot keep', async () => {
			bench.expectRefusal(400, 'BadRequest');
			await bench.set({ sharePoint: false });
			const { alice } = bench.tenant.cast;
			const { error } = await bench.run(of(alice.id, { skills: ['go'] }), { signIn: all });
			expect(error?.message).toMatch(/^This tenant has no SharePoint Online license.*Skills/);
			expect(error?.message).not.toContain('Already updated');
		});
	});

	describe('Profile fields that Graph takes only one by one', () => {
		const MIX = {
			type: 'error',
			status: 400,
			code: 'BadRequest',
			message: 'The request is currently not supported on the targeted entity set',
		};
		const FIELDS = { aboutMe: 'Likes tea.', schools: ['TU'], skills: ['go'] };

		it('sends them one by one', async () => {
			bench.expectRefusal(400, 'BadRequest');
			await bench.set({ profileFieldsTogether: 'refused' });
			const { alice } = bench.tenant.cast;
			const [result] = await bench.results(of(alice.id, { ...FIELDS, city: 'Basel' }), {
				signIn: all,
			});
			expect(result.updatedFields).toEqual(['aboutMe', 'city', 'schools', 'skills']);
			const all400 = (await bench.log()).filter(({ status }) => status === 400);
			expect(all400.map(({ errorMessage }) => errorMessage)).toEqual([MIX.message]);
			expect((await patches(bench)).map(({ body }) => body)).toEqual([
				{ city: 'Basel' },
				FIELDS,
				{ aboutMe: 'Likes tea.' },
				{ schools: ['TU'] },
				{ skills: ['go'] },
			]);
			expect(await bench.stored(alice)).toMatchObject({ ...FIELDS, city: 'Basel' });
		});

		it('lists what was written when one of them is refused', async () => {
			bench.expectRefusal(400, 'BadRequest');
			bench.expectRefusal(403, 'accessDenied');
			await bench.set({ profileFieldsTogether: 'refused' });
			await fault({
				match: { method: 'PATCH' },
				skip: 3,
				action: { type: 'error', status: 403, code: 'accessDenied', message: 'Access denied.' },
			});
			const { alice } = bench.tenant.cast;
			const { skills } = await bench.stored(alice);
			const { error } = await bench.run(of(alice.id, { ...FIELDS, city: 'Basel' }), {
				signIn: all,
			});
			expect(error?.message).toMatch(
				/^SharePoint, which keeps Schools,.*Already updated: City, About Me$/,
			);
			expect(await bench.stored(alice)).toMatchObject({
				city: 'Basel',
				aboutMe: 'Likes tea.',
				skills,
			});
		});

		it('does not retry when a single field is refused', async () => {
			bench.expectRefusal(400, 'BadRequest');
			await fault({ match: { method: 'PATCH' }, action: MIX });
			const { error } = await bench.run(of(bench.tenant.cast.alice.id, { aboutMe: 'x' }), {
				signIn: all,
			});
			expect(error?.message).toContain('not supported on the targeted entity set');
			expect(await patches(bench)).toHaveLength(1);
		});
	});
});
