/** The example workflows of version 0.1.0. */
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { sha256 } from '../../../support/engine/images';
import { ADVANCED, query, startsWith } from '../../../support/engine/tenantReader';
import { type SavedChecks } from './check';

const contentOf = ({ binary }: INodeExecutionData): string =>
	sha256(Buffer.from(binary?.data.data as string, 'base64'));

export const exampleChecks: SavedChecks = ({ member, list, person, people, managerOf, photo }) => ({
	'example-copy-photo': {
		check: async ({ items, json }) => {
			const [alice, noPhoto] = [member('alice'), member('noPhoto')];
			const [from, to] = [await photo(alice.id), await photo(noPhoto.id)];
			expect(sha256(to.bytes)).toBe(sha256(from.bytes));
			expect(json('Same photo?')).toEqual([
				{
					from: alice.userPrincipalName,
					to: noPhoto.userPrincipalName,
					contentType: from.type,
					bytes: from.bytes.length,
					sha256: sha256(from.bytes),
					sha256OfCopy: sha256(to.bytes),
					same: true,
				},
			]);
			expect(contentOf(items('Get Photo')[0])).toBe(sha256(from.bytes));
			expect(json('Update User Photo')).toHaveLength(1);
			expect(contentOf(items('Get the Copy')[0])).toBe(sha256(to.bytes));
		},
	},
	'example-department-with-managers': {
		refusals: [404],
		check: async ({ json }) => {
			const fields = ['displayName', 'jobTitle', 'department'];
			const wanted = {
				$filter: "department eq 'Engineering'",
				$orderby: 'displayName',
				$count: 'true',
			};
			const found = await list(`/users?${query(wanted)}`, ADVANCED);
			expect(found.length).toBeGreaterThan(1);
			const users = await people(found, ...fields);
			expect(json('Search Users')).toEqual(users);
			const managers = await Promise.all(
				users.map(async ({ id }) => {
					const manager = await managerOf(String(id));
					return manager === null ? undefined : await person(manager, 'displayName');
				}),
			);
			expect(json('Get Manager')).toEqual(
				managers.map((manager, index) => manager ?? { found: false, user: users[index].id }),
			);
			expect(json('One row per person')).toEqual(
				users.map(({ displayName, jobTitle, department }, index) => ({
					name: displayName,
					jobTitle,
					department,
					manager: managers[index]?.displayName ?? '',
				})),
			);
		},
	},
	'example-find-people': {
		called: { query: { name: 'Ali' } },
		check: async ({ json }) => {
			const filter = startsWith('Ali');
			const found = (await list(`/users?${query({ $filter: filter })}`)).slice(0, 20);
			expect(found.length).toBeGreaterThan(0);
			expect(json('Search Users')).toEqual(
				await people(found, 'displayName', 'mail', 'jobTitle', 'department'),
			);
		},
	},
	'example-org-chart': {
		check: async ({ json }) => {
			const fields = ['displayName', 'jobTitle', 'department'];
			const top = await person(member('ceo').id, ...fields);
			const me = await managerOf(member('admin').id);
			expect(top.id).toBe(me);
			const reportsOf = async ({ id }: IDataObject) =>
				await people(await list(`/users/${String(id)}/directReports?$select=id`), ...fields);
			const reports = await reportsOf(top);
			const below = await Promise.all(reports.map(reportsOf));
			expect(json('Get Manager')).toEqual([await person(top.id, 'displayName')]);
			expect(json('Get User Profile')).toEqual([top]);
			expect(json('Direct Reports')).toEqual(reports);
			expect(json('Reports of the Reports')).toEqual(below.flat());
			const row = (level: number, user: IDataObject, manager: unknown): IDataObject => ({
				level,
				name: user.displayName,
				jobTitle: user.jobTitle ?? '',
				manager: manager as string,
			});
			expect(json('Org chart')).toEqual([
				row(0, top, ''),
				...reports.map((user) => row(1, user, top.displayName)),
				...below.flatMap((users, index) =>
					users.map((user) => row(2, user, reports[index].displayName)),
				),
			]);
		},
	},
});
