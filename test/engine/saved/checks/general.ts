/** What applies to every operation: an app without a user, expressions, n8n's own node settings. */
import type { IDataObject } from 'n8n-workflow';

import { ADVANCED, query, startsWith } from '../../../support/engine/tenantReader';
import { expectHeld, type SavedChecks } from './check';
import { weighted } from './trendingAndPeople';

export const generalChecks: SavedChecks = (tenant) => {
	const { member, stored, list, person, people, managerOf } = tenant;
	return {
		'app-only': {
			refusals: [404],
			check: async ({ json }) => {
				const found = json('Search Users');
				expect(found).toHaveLength(5);
				const users = (await list('/users?$top=5&$select=id')).slice(0, 5);
				expect(found).toEqual(await people(users, 'displayName', 'mail'));
				const managers = await Promise.all(
					found.map(async ({ id }) => await managerOf(String(id))),
				);
				expect(json('Get Manager').map(({ id }) => id ?? null)).toEqual(managers);
				const [updated] = json('Update User');
				const key = member('apostrophe').id;
				expect(updated).toMatchObject(await person(key, 'displayName', 'officeLocation'));
				expect((await stored(key)).officeLocation).toBe('18/2111');
			},
		},
		expressions: {
			check: async ({ json, parameters }) => {
				const filter = startsWith('mi');
				const wanted = { $filter: filter, $orderby: 'displayName', $count: 'true' };
				const found = (await list(`/users?${query(wanted)}`, ADVANCED)).slice(0, 3);
				expect(json('Search Users')).toEqual(await people(found, 'surname', 'department'));
				const reports = (await list(`/users/${member('ceo').id}/directReports`)).slice(0, 3);
				const asConnector = json('Direct Reports');
				expect(asConnector.map(({ Id }) => Id)).toEqual(reports.map(({ id }) => id));
				expect(asConnector[0]).toMatchObject({ DisplayName: reports[0].displayName });
				const documents = weighted(await list('/me/insights/trending?$top=100')).filter((one) => {
					const { type, containerType } = one.resourceVisualization as IDataObject;
					return ['Word', 'Pdf'].includes(String(type)) && containerType === 'Site';
				});
				expect(documents.length).toBeGreaterThan(0);
				expect(json('Trending')).toEqual(documents);
				expect(json('Update User')).toEqual([
					{
						success: true,
						statusCode: 204,
						user: member('ceo').userPrincipalName,
						updatedFields: Object.keys(parameters('Update User').updateFields as object),
						clearedFields: ['department'],
					},
				]);
				await expectHeld(
					tenant,
					member('ceo').id,
					{ clearFields: ['department'] },
					{
						employeeHireDate: '2031-05-06T00:00:00Z',
						otherMails: ['one@home.example', 'two@home.example'],
						showInAddressList: false,
					},
				);
			},
		},
		'node-settings': {
			refusals: [404],
			check: async ({ items, json }) => {
				const found = json('A Few People');
				const users = await list('/users?$orderby=userPrincipalName&$top=3');
				expect(found).toEqual(await people(users.slice(0, 3), 'userPrincipalName'));
				const [first, , third] = await people(found, 'mail');
				const details = { code: 'Request_ResourceNotFound', statusCode: 404 };
				const nobody = {
					error: expect.stringContaining('nobody@contoso.onmicrosoft.example') as string,
					details: expect.objectContaining(details) as object,
				};
				expect(json('Goes On')).toEqual([first, nobody, third]);
				expect(items('Goes On').map(({ pairedItem }) => pairedItem)).toEqual(
					[0, 1, 2].map((item) => ({ item })),
				);
				expect(json('Has an Error Output')).toEqual([first, third]);
				const failed = items('Failed');
				expect(failed).toHaveLength(1);
				expect(failed[0].json).toMatchObject(nobody);
				expect(failed[0].json.userPrincipalName).toBe('nobody@contoso.onmicrosoft.example');
			},
		},
	};
};
