import { z } from 'zod';
import { GraphError } from './errors.ts';

export interface BatchPart {
	readonly id: string;
	readonly method: string;
	readonly url: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: Buffer | null;
	readonly dependsOn: readonly string[];
}

const schema = z.object({
	requests: z
		.array(
			z.object({
				id: z.string().min(1),
				method: z.string().min(1),
				url: z.string().min(1),
				headers: z.record(z.string(), z.string()).optional(),
				body: z.unknown().optional(),
				dependsOn: z.array(z.string()).optional(),
			}),
		)
		.min(1),
});
type RawPart = z.infer<typeof schema>['requests'][number];

const malformed = (message: string): GraphError => new GraphError(400, 'BadRequest', message);
const maxParts = 20;

/**
 * The outer request fails only if the batch itself is malformed (docs/graph.md#batch-responses).
 */
export function checkBatch(body: Record<string, unknown>): BatchPart[] {
	const parsed = schema.safeParse(body);
	if (!parsed.success)
		throw malformed(
			`Invalid batch payload format. ${parsed.error.issues[0]?.path.join('.') ?? ''}`.trim(),
		);
	const { requests } = parsed.data;
	if (requests.length > maxParts)
		throw malformed(`Number of batch request steps exceeds the maximum value of ${maxParts}.`);
	const ids = new Set<string>();
	for (const { id } of requests) {
		// Unique regardless of case.
		if (ids.has(id.toLowerCase()))
			throw malformed(`Request Id '${id}' has to be unique in a batch.`);
		ids.add(id.toLowerCase());
	}
	checkDependencies(requests);
	return requests.map(readPart);
}

function readPart({ id, method, url, headers = {}, body, dependsOn = [] }: RawPart): BatchPart {
	if (/^[a-z][a-z0-9+.-]*:/i.test(url) || url.startsWith('//'))
		throw malformed(`Invalid request url '${url}': it has to be relative.`);
	const verb = method.toUpperCase();
	if (!['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].includes(verb))
		throw malformed(`Invalid HTTP method '${method}'.`);
	if (/^\/?\$batch\b/i.test(url))
		throw malformed('A batch request cannot contain another batch request.');
	const lower = Object.fromEntries(
		Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
	);
	const type = lower['content-type'];
	if (body !== undefined && body !== null && type === undefined)
		throw malformed(
			'Write requests (excluding DELETE) must contain the Content-Type header declaration.',
		);
	return { id, method: verb, url, headers: lower, body: readBody(body, type), dependsOn };
}

/** JSON as it is; anything else is a base64 string. */
function readBody(body: unknown, type: string | undefined): Buffer | null {
	if (body === undefined || body === null) return null;
	if (/json/i.test(type ?? '')) return Buffer.from(JSON.stringify(body));
	if (typeof body !== 'string' || !/^[A-Za-z0-9+/]*={0,2}$/.test(body) || body.length % 4 !== 0)
		throw malformed('The body of a request that is not JSON has to be a base64 string.');
	return Buffer.from(body, 'base64');
}

/** All in parallel, strictly serial, or all depending on the same request. */
function checkDependencies(requests: readonly RawPart[]): void {
	const dependent = requests.filter(
		({ dependsOn }) => dependsOn !== undefined && dependsOn.length > 0,
	);
	if (dependent.length === 0) return;
	const earlier = new Set<string>();
	for (const { id, dependsOn = [] } of requests) {
		for (const needed of dependsOn)
			if (!earlier.has(needed.toLowerCase()))
				throw malformed(
					`Request '${id}' depends on '${needed}', which is not among the requests before it.`,
				);
		earlier.add(id.toLowerCase());
	}
	const single = dependent.every(({ dependsOn = [] }) => dependsOn.length === 1);
	const serial = requests.every(({ dependsOn = [] }, index) =>
		index === 0
			? dependsOn.length === 0
			: dependsOn[0]?.toLowerCase() === requests[index - 1]?.id.toLowerCase(),
	);
	const sameOne =
		new Set(dependent.flatMap(({ dependsOn = [] }) => dependsOn.map((id) => id.toLowerCase())))
			.size === 1 && dependent.length === requests.length - 1;
	if (!single || !(serial || sameOne))
		throw malformed('The dependencies of a batch have to be serial, or all on the same request.');
}
