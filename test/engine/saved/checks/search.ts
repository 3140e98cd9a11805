/** The resource Search. */
import type { IDataObject } from 'n8n-workflow';

import { asConnectorUser } from '../../../support/engine/connector';
import { ADVANCED, query, startsWith } from '../../../support/engine/tenantReader';
import { type SavedChecks } from './check';

/** What Get Changed Users asks for here. */
export const DELTA = '/users/delta?$select=id,displayName,department,city';

export const searchChecks: SavedChecks = ({ member, list, person, people, connectorPeople }) => ({
	'search-changes': {
		check: async ({ json }) => {
			const { id } = member('alice');
			const everyone = await list(DELTA);
			// The workflow itself changes her department afterwards.
			const before = (user: IDataObject): IDataObject =>
				user.id === id ? { ...user, department: 'as it was' } : user;
			const end = { deltaLink: expect.any(String) as string, isLast: true };
			expect(json('First Round').map(before)).toEqual([...everyone.map(before), end]);
			expect(json('Remembered')).toEqual(
				everyone
					.map(asConnectorUser)
					.map((user) =>
						user.Id === id ? { ...user, Department: expect.any(String) as string } : user,
					),
			);
			expect(json('Change Somebody')).toHaveLength(1);
			expect(json('Second Round')).toEqual([
				await person(id, 'displayName', 'department', 'city'),
				end,
			]);
		},
	},
	'search-users': {
		check: async ({ json }) => {
			const fields = ['displayName', 'department', 'skills'];
			const common = { $count: 'true', $orderby: 'displayName desc' };
			const filter = `(${startsWith('m')}) and accountEnabled eq true`;
			const byStart = await list(`/users?${query({ ...common, $filter: filter })}`, ADVANCED);
			expect(byStart.length).toBeGreaterThan(5);
			expect(json('By Start of a Name')).toEqual(await people(byStart, ...fields));
			const words = {
				...common,
				$search: '"displayName:wal"',
				$filter: 'accountEnabled eq true',
			};
			const byWords = (await list(`/users?${query(words)}`, ADVANCED)).slice(0, 3);
			expect(byWords.length).toBeGreaterThan(0);
			expect(json('By Words of the Name')).toEqual(await connectorPeople(byWords, ...fields));
		},
	},
});
