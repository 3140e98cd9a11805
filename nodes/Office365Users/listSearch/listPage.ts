/** One page of a From List picker, as n8n's editor asks for it. */
import {
	type ICredentialDataDecryptedObject,
	type IDataObject,
	type IExecuteSingleFunctions,
	type ILoadOptionsFunctions,
	type INodeListSearchItems,
	type INodeListSearchResult,
	NodeApiError,
	NodeOperationError,
} from 'n8n-workflow';

import { credentialType, isAppOnly, itemCredential } from '../execution/credential';
import { n8nSend } from '../execution/n8nHttp';
import { explain } from '../messages/explain';
import { type ClientRequest, type GraphClient, graphClient } from '../transport/client';
import { graphErrorOf } from '../transport/graphError';
import { sameOrigin } from '../transport/graphUrl';
import { type HttpResponse, property, textProperty } from '../transport/http';

export interface Picker {
	/** What is listed, for messages, such as: users. */
	readonly of: string;
	readonly path: string;
	readonly query: Record<string, string>;
	/** What Graph calls the permission that it needs. */
	readonly permission: string;
	/** The request's `$filter` with basic properties only, where that is of use. */
	readonly basicFilter?: string;
	/** Sends the first page's request; as it is where not set. */
	readonly first?: (client: GraphClient, request: ClientRequest) => Promise<HttpResponse>;
	readonly shown: (entity: IDataObject) => INodeListSearchItems;
}

/**
 * @param paginationToken the next page's address
 * @throws {NodeApiError} {NodeOperationError} in words for a person
 */
export async function listPage(
	context: ILoadOptionsFunctions,
	{ of, path, query, permission, basicFilter, first, shown }: Picker,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const node = context.getNode();
	const { root } = await itemCredential({
		getNode: () => node,
		getCredentials: async (type) =>
			await context.getCredentials<ICredentialDataDecryptedObject>(type),
	});
	if (paginationToken !== undefined && !sameOrigin(paginationToken, root)) {
		throw new NodeOperationError(
			node,
			`The next page of ${of} is on another server, so it was not requested`,
		);
	}
	const asked = {
		graph: { maxRetries: 0, batches: false, permission, appOnly: isAppOnly(node), basicFilter },
		query,
		path,
	};
	const client = graphClient(
		root,
		n8nSend(context as unknown as IExecuteSingleFunctions, credentialType(node)),
	);
	const request: ClientRequest = { method: 'GET', path, query };
	const page = await (
		paginationToken === undefined
			? (first?.(client, request) ?? client.request(request))
			: nextPage(client, paginationToken)
	)
		.then(({ body }) => body)
		.catch((error: unknown) => {
			const said = explain(error, asked);
			const message = said?.message ?? String(error);
			const reported = new NodeApiError(node, { message }, { ...said, message });
			// n8n puts its own text in place of one that names a code such as ECONNREFUSED.
			reported.message = message;
			throw reported;
		});
	const entities = property(page, 'value');
	if (!Array.isArray(entities)) {
		throw new NodeOperationError(
			node,
			'Microsoft Graph answered with something that is not a list',
		);
	}
	return {
		results: (entities as IDataObject[])
			.map(shown)
			// Graph's plain mode cannot filter and sort at once.
			.sort((one, other) => one.name.localeCompare(other.name)),
		paginationToken: textProperty(page, '@odata.nextLink'),
	};
}

async function nextPage(client: GraphClient, url: string): Promise<HttpResponse> {
	const response = await client.send({ method: 'GET', url });
	if (response.status >= 300) throw graphErrorOf(response);
	return response;
}
