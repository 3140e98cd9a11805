/**
 * Lists that are cast to one kind of object. Microsoft's pages say that this takes an advanced query;
 * tenants for customers refuse those, and give such lists without (docs/graph.md#group-members).
 */
import { graphErrorOf } from '../../transport/graphError';
import type { HttpRequest, Send } from '../../transport/http';
import { refusesAdvanced } from '../../users/graphTexts';

/** What only an advanced query takes, besides the cast. */
const TAKES_ADVANCED = /[?&]\$(?:filter|search|orderby)=/;

/** A Send for the pages of one list. */
export function castPages(send: Send): Send {
	let isPlain = false;
	return async (request) => {
		if (isPlain) return await send(plain(request));
		const response = await send(request);
		if (response.status !== 400 || TAKES_ADVANCED.test(request.url)) return response;
		if (!refusesAdvanced(graphErrorOf(response))) return response;
		isPlain = true;
		return await send(plain(request));
	};
}

function plain({ url, headers, ...request }: HttpRequest): HttpRequest {
	const { ...others } = headers as Record<string, string>;
	delete others.ConsistencyLevel;
	return { ...request, url: url.replace(/([?&])\$count=true&?/, '$1'), headers: others };
}
