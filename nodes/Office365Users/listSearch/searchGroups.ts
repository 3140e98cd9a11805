/** The From List picker of groups. */
import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { literal } from '../transport/graphUrl';
import { listPage } from './listPage';

const PAGE_SIZE = '50';

/**
 * One page of groups by the start of their name or mail address; all of them in the order of names
 * without a filter (docs/graph.md#groups).
 * @param filter what was typed
 * @param paginationToken the next page's address
 */
export async function searchGroups(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const term = filter?.trim() ?? '';
	const startsWith = ['displayName', 'mail'].map((name) => `startswith(${name},${literal(term)})`);
	return await listPage(
		this,
		{
			of: 'groups',
			path: '/groups',
			query: {
				$select: 'id,displayName,mail',
				$top: PAGE_SIZE,
				...(term ? { $filter: startsWith.join(' or ') } : { $orderby: 'displayName' }),
			},
			permission: 'GroupMember.Read.All',
			// Names of groups are not unique.
			shown: ({ id, displayName, mail }) => ({
				name: `${String(displayName ?? id)}${mail ? ` (${String(mail)})` : ''}`,
				value: String(id),
			}),
		},
		paginationToken,
	);
}
