/** The resource Update: what is written is read back from the tenant. */
import { BOTH_PATHS, itemsFor, user, userOfItem, Workbench } from './harness/workbench';

const bench = new Workbench();

describe.each(BOTH_PATHS)('Update over %s', (path) => {
	it('writes directory and profile fields in requests of their own', async () => {
		const { admin } = bench.tenant.cast;
		const [result] = await bench.results(
			{
				resource: 'update',
				operation: 'user',
				user: user(admin.id, 'id'),
				updateFields: { jobTitle: 'Buyer', skills: ['chess', 'go'], division: 'North' },
				clearFields: ['department'],
			},
			{ path },
		);
		expect(result).toEqual({
			success: true,
			statusCode: 204,
			user: admin.id,
			updatedFields: ['division', 'jobTitle', 'skills'],
			clearedFields: ['department'],
		});
		expect(await bench.stored(admin)).toMatchObject({
			jobTitle: 'Buyer',
			skills: ['chess', 'go'],
			department: null,
		});
	});

	it('sets and removes a manager', async () => {
		const { alice, ceo } = bench.tenant.cast;
		const set = await bench.results(
			{
				resource: 'update',
				operation: 'manager',
				user: userOfItem,
				managerAction: 'assign',
				manager: user(ceo.userPrincipalName),
			},
			{ path, items: itemsFor(alice.id) },
		);
		expect(set).toEqual([
			{ success: true, statusCode: 204, user: alice.id, manager: ceo.userPrincipalName },
		]);
	});
});
