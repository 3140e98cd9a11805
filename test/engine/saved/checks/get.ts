/** The resource Get. */
import { asConnectorUser } from '../../../support/engine/connector';
import { ADVANCED, query } from '../../../support/engine/tenantReader';
import { BY_MODE, usual, type SavedChecks } from './check';

export const getChecks: SavedChecks = (tenant) => {
	const { member, list, person, people, connectorPeople, managerOf, chainOf } = tenant;
	return {
		'get-directReports': {
			check: async ({ json }) => {
				const fields = ['displayName', 'jobTitle', 'skills'];
				const filter = "startswith(displayName,'J') or startswith(displayName,'M')";
				const reports = async (who: string, options: Record<string, string> = {}) =>
					await list(
						`/users/${member(who).id}/directReports?${query({ $count: 'true', ...options })}`,
						ADVANCED,
					);
				const matching = await reports('ceo', { $filter: filter });
				expect(matching.length).toBeGreaterThan(0);
				expect(json('From List')).toEqual(await people(await reports('alice'), ...fields));
				expect(json('By User Principal Name')).toEqual(await connectorPeople(matching, ...fields));
				const some = (await reports('manyReports', { $filter: filter })).slice(0, 7);
				expect(some).toHaveLength(7);
				expect(json('By ID')).toEqual(await people(some, ...fields));
			},
		},
		'get-managementChain': {
			check: async ({ json }) => {
				for (const [index, key] of usual(tenant).entries()) {
					const chain = (await chainOf(key)).map((id) => ({ id }));
					expect(chain.length).toBeGreaterThan(0);
					const managers = await people(chain, 'displayName', 'jobTitle', 'skills');
					expect(json(BY_MODE[index])).toEqual(
						managers.map((manager, above) => ({ ...manager, level: above + 1 })),
					);
				}
			},
		},
		'get-manager': {
			refusals: [404],
			check: async ({ json }) => {
				const [first, second, third] = await Promise.all(
					usual(tenant).map(
						async (key) => await person(await managerOf(key), 'displayName', 'mail', 'skills'),
					),
				);
				expect(json('From List')).toEqual([first]);
				expect(json('By User Principal Name')).toEqual([asConnectorUser(second)]);
				expect(json('By ID')).toEqual([third]);
				expect(json('Without a Manager')).toEqual([
					{ found: false, user: member('ceo').userPrincipalName },
				]);
			},
		},
		'get-myProfile': {
			check: async ({ json }) => {
				const me = await person('me', 'mail', 'jobTitle', 'interests');
				expect(json('As Graph Has It')).toEqual([me]);
				expect(json('As the Connector Had It')).toEqual([asConnectorUser(me)]);
			},
		},
		'get-userProfile': {
			refusals: [404],
			check: async ({ json }) => {
				const fields = ['displayName', 'department', 'businessPhones', 'skills'];
				const [first, second, third] = usual(tenant);
				expect(json('From List')).toEqual([await person(first, ...fields)]);
				expect(json('By User Principal Name')).toEqual([
					asConnectorUser(await person(second, ...fields)),
				]);
				expect(json('By ID')).toEqual([await person(third, ...fields)]);
				expect(json('By the Address of a Profile Page')).toEqual([
					await person(member('manyReports').id, ...fields),
				]);
				expect(json('Signed-In User')).toEqual([await person('me', ...fields)]);
				expect(json('Nobody')).toEqual([
					{ found: false, user: 'nobody@contoso.onmicrosoft.example' },
				]);
				const [byDefault] = json('Defaults');
				expect(byDefault).toEqual(await person(first, ...Object.keys(byDefault)));
				expect(Object.keys(byDefault).length).toBeGreaterThanOrEqual(31);
			},
		},
	};
};
