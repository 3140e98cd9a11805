/** The From List picker of users. */
import {
	type ICredentialDataDecryptedObject,
	type IDataObject,
	type IExecuteSingleFunctions,
	type ILoadOptionsFunctions,
	type INode,
	type INodeListSearchResult,
	NodeApiError,
	NodeOperationError,
} from 'n8n-workflow';

import { credentialType, isAppOnly, itemCredential } from '../execution/credential';
import { n8nSend } from '../execution/n8nHttp';
import { explain } from '../messages/explain';
import { basicStartsWithFilter, startsWithFilter } from '../resources/search/searchTerm';
import { type GraphClient, graphClient } from '../transport/client';
import { graphErrorOf } from '../transport/graphError';
import { sameOrigin } from '../transport/graphUrl';
import { type HttpResponse, property, textProperty } from '../transport/http';
import { withBasicFilter } from '../users/basicFilter';
import { FieldAccessCache } from '../users/fieldAccess';

const PAGE_SIZE = '50';

/** What the pickers have found out about each credential, by its ID. */
const fieldAccess = new Map<string, FieldAccessCache>();

function fieldAccessOf(node: INode): FieldAccessCache {
	const id = node.credentials?.[credentialType(node)]?.id ?? '';
	const known = fieldAccess.get(id) ?? new FieldAccessCache();
	fieldAccess.set(id, known);
	return known;
}

async function nextPage(client: GraphClient, url: string): Promise<HttpResponse> {
	const response = await client.send({ method: 'GET', url });
	if (response.status >= 300) throw graphErrorOf(response);
	return response;
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
	const { root } = await itemCredential({
		getNode: () => this.getNode(),
		getCredentials: async (type) => await this.getCredentials<ICredentialDataDecryptedObject>(type),
	});
	const term = filter?.trim() ?? '';
	const query = {
		$select: 'id,displayName,userPrincipalName',
		$top: PAGE_SIZE,
		...(term ? { $filter: startsWithFilter(term) } : { $orderby: 'displayName' }),
	};
	if (paginationToken !== undefined && !sameOrigin(paginationToken, root)) {
		throw new NodeOperationError(
			this.getNode(),
			'The next page of users is on another server, so it was not requested',
		);
	}
	const basicFilter = term ? basicStartsWithFilter(term) : undefined;
	const asked = {
		graph: {
			maxRetries: 0,
			batches: false,
			permission: 'User.ReadBasic.All',
			appOnly: isAppOnly(this.getNode()),
			basicFilter,
		},
		query,
		path: '/users',
	};
	const client = graphClient(
		root,
		n8nSend(this as unknown as IExecuteSingleFunctions, credentialType(this.getNode())),
	);
	const page = await (
		paginationToken === undefined
			? withBasicFilter(
					{ method: 'GET', path: '/users', query },
					basicFilter,
					fieldAccessOf(this.getNode()),
					() => {},
					async (request) => await client.request(request),
				)
			: nextPage(client, paginationToken)
	)
		.then(({ body }) => body)
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
