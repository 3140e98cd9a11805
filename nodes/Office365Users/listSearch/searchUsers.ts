/** The From List picker of users. */
import type { ILoadOptionsFunctions, INode, INodeListSearchResult } from 'n8n-workflow';

import { credentialType } from '../execution/credential';
import { basicStartsWithFilter, startsWithFilter } from '../resources/search/searchTerm';
import { withBasicFilter } from '../users/basicFilter';
import { FieldAccessCache } from '../users/fieldAccess';
import { listPage } from './listPage';

const PAGE_SIZE = '50';

/** What the pickers have found out about each credential, by its ID. */
const fieldAccess = new Map<string, FieldAccessCache>();

function fieldAccessOf(node: INode): FieldAccessCache {
	const id = node.credentials?.[credentialType(node)]?.id ?? '';
	const known = fieldAccess.get(id) ?? new FieldAccessCache();
	fieldAccess.set(id, known);
	return known;
}

/**
 * One page of users by the start of name or address; everyone in the order of names without a
 * filter (Graph's plain mode cannot sort and filter at once).
 * @param filter what was typed
 * @param paginationToken the next page's address
 */
export async function searchUsers(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const term = filter?.trim() ?? '';
	const basicFilter = term ? basicStartsWithFilter(term) : undefined;
	return await listPage(
		this,
		{
			of: 'users',
			path: '/users',
			query: {
				$select: 'id,displayName,userPrincipalName',
				$top: PAGE_SIZE,
				...(term ? { $filter: startsWithFilter(term) } : { $orderby: 'displayName' }),
			},
			permission: 'User.ReadBasic.All',
			basicFilter,
			first: async (client, request) =>
				await withBasicFilter(
					request,
					basicFilter,
					fieldAccessOf(this.getNode()),
					() => {},
					async (filtered) => await client.request(filtered),
				),
			shown: ({ id, displayName, userPrincipalName }) => ({
				name: `${String(displayName ?? userPrincipalName)} (${String(userPrincipalName)})`,
				value: String(id),
			}),
		},
		paginationToken,
	);
}
