/** Stands between the node and the tenant, and changes what lists of users say on the way. */
import { json, type LoopbackServer, serving } from './server';

type Body = Record<string, unknown>;

/** What becomes of a list of users; undefined: as it was. */
export type Tamper = (users: Body[], body: Body) => unknown;

interface Part {
	id: string;
	url: string;
	status?: number;
	body?: unknown;
}

const isList = (url: string): boolean => /^(\/v1\.0)?\/users\?/.test(url);
const tampered = (body: unknown, tamper: Tamper): unknown => {
	const { value } = (body ?? {}) as Body;
	return Array.isArray(value) ? (tamper(value as Body[], body as Body) ?? body) : body;
};

/**
 * @param graph the tenant's address
 * @param tamper for lists of users, in batches and singly
 * @param shuffle for the answers of a batch
 */
export async function tampering(
	graph: string,
	tamper: Tamper,
	shuffle: (parts: Part[]) => Part[] = (parts) => parts,
): Promise<LoopbackServer> {
	return await serving((response, { method, url, headers, body }) => {
		const passed = new Headers({ 'content-type': 'application/json' });
		for (const name of ['authorization', 'consistencylevel']) {
			const value = headers[name];
			if (typeof value === 'string') passed.set(name, value);
		}
		void fetch(graph + url, { method, headers: passed, ...(body ? { body } : {}) }).then(
			async (answer) => {
				const text = await answer.text();
				if (text === '') {
					response.writeHead(answer.status);
					response.end();
					return;
				}
				const given = JSON.parse(text) as { responses?: Part[] };
				if (!url.endsWith('/$batch')) {
					json(response, answer.status, isList(url) ? tampered(given, tamper) : given);
					return;
				}
				const asked = new Map(
					(JSON.parse(body) as { requests: Part[] }).requests.map((part) => [part.id, part.url]),
				);
				const parts = (given.responses ?? []).map((part) =>
					isList(asked.get(part.id) ?? '') && part.status === 200
						? { ...part, body: tampered(part.body, tamper) }
						: part,
				);
				json(response, answer.status, { responses: shuffle(parts) });
			},
		);
	});
}
