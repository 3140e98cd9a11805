/** Return User gives what was changed besides the usual fields, and says what had no effect. */
import type { INodeParameters } from 'n8n-workflow';

import { DEFAULT_FIELDS } from '../../../nodes/Office365Users/users/userProperties';
import { EVERY_RIGHT, PASSWORD } from '../../support/engine/updating';
import { user, Workbench } from '../../support/engine/workbench';

const bench = new Workbench({ users: 60 });

describe('Return User', () => {
	const update = (id: string, updateFields: INodeParameters, more: INodeParameters = {}) => ({
		resource: 'update',
		operation: 'user',
		user: user(id, 'id'),
		updateFields,
		options: { returnUser: true },
		...more,
	});
	const options = { signIn: { scopes: EVERY_RIGHT } };

	it('fields of every kind that are not among the usual ones', async () => {
		const { alice } = bench.tenant.cast;
		const [read] = await bench.results(
			update(
				alice.id,
				{
					employeeId: '4711',
					division: 'North',
					extensionAttribute3: 'three',
					password: PASSWORD,
					skills: ['go'],
				},
				{ clearFields: ['employeeType'] },
			),
			options,
		);
		expect(read).toMatchObject({
			employeeId: '4711',
			employeeOrgData: { division: 'North' },
			onPremisesExtensionAttributes: { extensionAttribute3: 'three' },
			employeeType: null,
			skills: ['go'],
		});
		expect(Object.keys(read).sort()).toEqual(
			[
				...DEFAULT_FIELDS,
				'employeeId',
				'employeeOrgData',
				'employeeType',
				'onPremisesExtensionAttributes',
			].sort(),
		);
	});

	it('also of a user whose SharePoint fields cannot be read', async () => {
		bench.expectRefusal(403, 'accessDenied');
		const { noSharePoint } = bench.tenant.cast;
		const [read] = await bench.results(update(noSharePoint.id, { employeeId: '4711' }), options);
		expect(read).toMatchObject({ id: noSharePoint.id, employeeId: '4711' });
	});

	describe('a change that Graph accepts and does not carry out', () => {
		const accept = async (): Promise<void> => {
			await bench.set({ syncedExtensionAttributes: 'ignored' });
			// Others than synced users are not known to have this: a change that is lost on the way.
			await bench.fault(
				{ type: 'html', status: 204 },
				{ method: 'PATCH', pathPattern: `^(?!.*${bench.tenant.cast.synced.id})` },
			);
		};

		it.each(['synced', 'formerlySynced'])('extension attributes of %s: it says so', async (who) => {
			await accept();
			const { id } = bench.tenant.cast[who];
			const before = await bench.stored(id);
			const { error } = await bench.run(update(id, { extensionAttribute1: 'new' }), options);
			expect(error?.message).toBe(
				`Microsoft accepted the change of Extension Attribute 1 for "${id}", but it had no effect: a user who is or was synced from an on-premises directory keeps these values`,
			);
			expect(error?.description).toContain('Active Directory');
			expect(await bench.stored(id)).toEqual(before);
		});

		it('the other fields are said to be updated', async () => {
			await accept();
			const { synced } = bench.tenant.cast;
			const { error } = await bench.run(
				update(synced.id, { extensionAttribute1: 'new', aboutMe: 'Hi' }),
				options,
			);
			expect(error?.message).toMatch(/it had no effect: .*\. Already updated: About Me$/);
		});

		it('a cloud user may just not be there yet: the user is returned as read', async () => {
			await accept();
			const { alice } = bench.tenant.cast;
			const [read] = await bench.results(update(alice.id, { extensionAttribute1: 'new' }), options);
			expect(read.id).toBe(alice.id);
			expect(read).not.toHaveProperty('onPremisesSyncEnabled');
		});
	});
});
