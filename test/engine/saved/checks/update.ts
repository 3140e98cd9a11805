/** The resource Update. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { BY_MODE, expectHeld, usual, type SavedChecks } from './check';

/** As a saved parameter names a user. */
const named = (parameters: INodeParameters, name = 'user'): string =>
	(parameters[name] as unknown as { value: string }).value;

export const updateChecks: SavedChecks = (tenant) => {
	const { member, stored, person, managerOf } = tenant;
	return {
		'update-manager': {
			check: async ({ json, parameters }) => {
				const managers = ['ceo', 'manyReports', 'manyReports'];
				for (const [index, key] of usual(tenant).entries()) {
					expect(json(BY_MODE[index])).toEqual([
						{
							success: true,
							statusCode: 204,
							user: key,
							manager: named(parameters(BY_MODE[index]), 'manager'),
						},
					]);
					expect(await managerOf(key)).toBe(member(managers[index]).id);
				}
				const { userPrincipalName } = member('disabled');
				expect(json('Remove')).toEqual([
					{ success: true, statusCode: 204, user: userPrincipalName, manager: null },
				]);
				expect(await managerOf(userPrincipalName)).toBeNull();
			},
		},
		'update-myProfile': {
			check: async ({ json, parameters }) => {
				const { id } = member('admin');
				const [before] = json('Read Back');
				const after = await person(id, ...Object.keys(before));
				expect(before).toEqual({
					...after,
					...(parameters('Read Back').updateFields as IDataObject),
					birthday: after.birthday,
				});
				expect(json('Leave What Is Empty')).toEqual([
					{
						success: true,
						statusCode: 204,
						user: 'me',
						updatedFields: ['interests'],
						clearedFields: ['pastProjects'],
					},
				]);
				await expectHeld(tenant, id, parameters('Leave What Is Empty'), {
					aboutMe: before.aboutMe,
				});
				const { updateFields, clearFields } = parameters('Read Back');
				const { interests, pastProjects, ...kept } = updateFields as IDataObject;
				expect([interests, pastProjects]).toEqual([before.interests, before.pastProjects]);
				await expectHeld(tenant, id, { updateFields: kept as INodeParameters, clearFields });
			},
		},
		'update-user': {
			check: async ({ json, parameters }) => {
				const [first, second, third] = usual(tenant);
				const read = async (key: string, [output]: IDataObject[]) => {
					expect(Object.keys(output).length).toBeGreaterThan(20);
					expect(output).toEqual(await person(key, ...Object.keys(output)));
				};
				await read(first, json('From List'));
				await expectHeld(tenant, first, parameters('From List'));
				await read(second, json('By User Principal Name'));
				await expectHeld(tenant, second, parameters('By User Principal Name'), { jobTitle: null });
				expect(json('By ID')).toEqual([
					{
						success: true,
						statusCode: 204,
						user: third,
						updatedFields: ['mobilePhone', 'streetAddress'],
						clearedFields: ['postalCode'],
					},
				]);
				const { jobTitle } = await stored(third);
				expect(jobTitle).toEqual(expect.any(String));
				await expectHeld(tenant, third, parameters('By ID'), { jobTitle });
			},
		},
	};
};
