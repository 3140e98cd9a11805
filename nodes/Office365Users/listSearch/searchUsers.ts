/** The From List picker of users. */
import {
	type ICredentialDataDecryptedObject,
	type IDataObject,
	type IExecuteSingleFunctions,
	type ILoadOptionsFunctions,
	type INodeListSearchResult,
	NodeApiError,
	NodeOperationError,
} from 'n8n-workflow';

import { startsWithFilter } from '../resources/search/searchTerm';
import { credentialType, isAppOnly, itemCredential } from '../execution/credential';
import { explain } from '../messages/explain';
import { graphErrorOf } from '../transport/graphError';
import { property, textProperty } from '../transport/http';
import { n8nSend } from '../execution/n8nHttp';
import { graphUrl, sameOrigin } from '../transport/graphUrl';

const PAGE_SIZE = '50';

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
	const { root } = await itemCredential({
		getNode: () => this.getNode(),
		getCredentials: async (type) => await this.getCredentials<ICredentialDataDecryptedObject>(type),
	});
	const query = {
		$select: 'id,displayName,userPrincipalName',
		$top: PAGE_SIZE,
		...(filter?.trim()
			? { $filter: startsWithFilter(filter.trim()) }
			: { $orderby: 'displayName' }),
	};
	const url = paginationToken ?? graphUrl(root, '/users', query);
	if (!sameOrigin(url, root)) {
		throw new NodeOperationError(
			this.getNode(),
			'The next page of users lies on another server; it was not asked for',
		);
	}
	const asked = {
		graph: {
			maxRetries: 0,
			batches: false,
			permission: 'User.ReadBasic.All',
			appOnly: isAppOnly(this.getNode()),
		},
		query,
		path: '/users',
	};
	const page = await n8nSend(
		this as unknown as IExecuteSingleFunctions,
		credentialType(this.getNode()),
	)({ method: 'GET', url })
		.then((response) =>
			response.status >= 300 ? Promise.reject(graphErrorOf(response)) : response.body,
		)
		.catch((error: unknown) => {
			const said = explain(error, asked);
			const message = said?.message ?? String(error);
			const reported = new NodeApiError(this.getNode(), { message }, { ...said, message });
			// n8n puts its own text in place of one that names a code such as ECONNREFUSED.
			reported.message = message;
			throw reported;
		});
	const users = property(page, 'value');
	if (!Array.isArray(users)) {
		throw new NodeOperationError(
			this.getNode(),
			'Microsoft Graph answered with something that is not a list',
		);
	}
	return {
		results: (users as IDataObject[])
			.map((user) => ({
				name: `${String(user.displayName ?? user.userPrincipalName)} (${String(user.userPrincipalName)})`,
				value: String(user.id),
			}))
			// Graph's plain mode cannot filter and sort at once.
			.sort((one, other) => one.name.localeCompare(other.name)),
		paginationToken: textProperty(page, '@odata.nextLink'),
	};
}
