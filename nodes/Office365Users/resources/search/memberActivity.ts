/**
 * Sign-in activity on a list of a group's members. No source says whether Graph gives it there
 * (docs/graph.md#group-members), and an empty value would make everybody look inactive. Where a page
 * holds none at all, it is read from `/users`.
 */
import type { Entity } from '../../transport/entity';
import { graphUrl } from '../../transport/graphUrl';
import { type HttpRequest, type HttpResponse, property, type Send } from '../../transport/http';
import { keyFilter, portions } from '../../users/keyFilter';

const FIELD = 'signInActivity';
/** Refusals that may be about a field; without it the list may be had. */
const MAY_BE_THE_FIELD = new Set([400, 501]);

/**
 * A Send for the pages of one list.
 * @param pages sends these pages
 * @param send sends anything else
 */
export function withMemberActivity(pages: Send, send: Send): Send {
	let isGiven = false;
	let isRefused = false;
	return async (request) => {
		if (!request.signInActivity || isGiven) return await pages(request);
		let response = await pages(isRefused ? withoutField(request) : request);
		if (!isRefused && MAY_BE_THE_FIELD.has(response.status)) {
			const others = await pages(withoutField(request));
			if (others.status >= 300) return response;
			isRefused = true;
			response = others;
		}
		const users = property(response.body, 'value');
		if (response.status >= 300 || !Array.isArray(users)) return response;
		isGiven = (users as Entity[]).some(hasActivity);
		return isGiven ? response : await completed(response, users as Entity[], request, send);
	};
}

const hasActivity = (user: Entity): boolean =>
	typeof user[FIELD] === 'object' && user[FIELD] !== null;

/** Names in `$select` are joined with an encoded comma. */
const withoutField = ({ url, ...request }: HttpRequest): HttpRequest => {
	const others = { ...request };
	delete others.signInActivity;
	return { ...others, url: url.replace(new RegExp(`%2C${FIELD}|${FIELD}%2C`), '') };
};

/** The same page with what `/users` says; a refusal there instead of it. */
async function completed(
	response: HttpResponse,
	users: readonly Entity[],
	{ url }: HttpRequest,
	send: Send,
): Promise<HttpResponse> {
	const root = url.slice(0, url.indexOf('/v1.0/'));
	const idOf = ({ id }: Entity): string => String(id);
	const answers = await Promise.all(
		portions('id', users, idOf).map(async (some) => {
			const query = { $filter: keyFilter('id', some.map(idOf)), $select: `id,${FIELD}` };
			return await send({
				method: 'GET',
				url: graphUrl(root, '/users', query),
				signInActivity: true,
			});
		}),
	);
	const refusal = answers.find(({ status }) => status >= 300);
	if (refusal) return refusal;
	const known = new Map(
		answers
			.flatMap(({ body }) => (property(body, 'value') ?? []) as Entity[])
			.map((user) => [idOf(user), user[FIELD]]),
	);
	const value = users.map((user) => ({ ...user, [FIELD]: known.get(idOf(user)) ?? null }));
	return { ...response, body: { ...(response.body as Entity), value } };
}
