import { z } from 'zod';
import { knownAadstsCodes } from '../entra/aadsts.ts';

/**
 * A number of seconds (fractions allowed), "date+N" for an HTTP date N seconds ahead, any other
 * text as it is, null for none (docs/graph.md#retry-after).
 */
const retryAfter = z.union([z.number().min(0), z.string(), z.null()]);
const headers = z.record(z.string(), z.string()).default({});
const failure = <T extends string>(type: T) =>
	z.strictObject({ type: z.literal(type), retryAfter: retryAfter.default(null), headers });

/** Ways in which the description of a part in a batch response can be malformed. */
export const malformations = [
	'headerIsObject',
	'headerIsArray',
	'headersMissing',
	'headersNull',
	'statusMissing',
	'statusIsString',
	'idMissing',
	'idIsNumber',
	'idUnknown',
	'bodyMissing',
	'partIsNull',
	'partMissing',
	'partTwice',
] as const;
export type Malformation = (typeof malformations)[number];

const actionSchema = z.discriminatedUnion('type', [
	z.strictObject({ type: z.literal('latency'), ms: z.number().min(0) }),
	z.strictObject({ type: z.literal('429'), retryAfter: retryAfter.default(1), headers }),
	failure('408'),
	failure('500'),
	failure('502'),
	failure('503'),
	failure('504'),
	z.strictObject({
		type: z.literal('error'),
		status: z.number().int().min(400).max(599),
		code: z.string(),
		message: z.string().default(''),
		headers,
	}),
	/** A response that is not JSON, as a gateway or proxy sends it, with any status. */
	z.strictObject({
		type: z.literal('html'),
		status: z.number().int().min(200).max(599).default(502),
		body: z.string().default('<html><body><h1>Bad gateway</h1></body></html>'),
		contentType: z.string().default('text/html'),
		headers,
	}),
	/** To another origin (the control origin, below /elsewhere), which records what it receives. */
	z.strictObject({
		type: z.literal('redirect'),
		status: z.union([301, 302, 303, 307, 308].map((status) => z.literal(status))).default(307),
	}),
	/** The connection breaks before the request is handled. */
	z.strictObject({ type: z.literal('reset') }),
	/** The request is handled, but the response never arrives. */
	z.strictObject({ type: z.literal('resetAfterHandling') }),
	/** The connection breaks in the middle of the body. */
	z.strictObject({ type: z.literal('cutBody') }),
	/** The body is sent slowly, over this time. */
	z.strictObject({ type: z.literal('slowBody'), ms: z.number().min(0) }),
	/** Parts of a batch only: the part is handled, and described badly in the response. */
	z.strictObject({ type: z.literal('malformedPart'), how: z.enum(malformations) }),
	z.strictObject({ type: z.literal('401expired') }),
	z.strictObject({
		type: z.literal('claimsChallenge'),
		claims: z.string().default('{"access_token":{"nbf":{"essential":true,"value":"1767225600"}}}'),
	}),
	/** Login only: a sign-in failure by its AADSTS number. */
	z.strictObject({
		type: z.literal('aadsts'),
		code: z
			.number()
			.int()
			.refine((code) => knownAadstsCodes.includes(code), 'not in the catalogue'),
		claims: z.string().optional(),
	}),
]);
export type FaultAction = z.infer<typeof actionSchema>;

/** What the login origin cannot do. */
const graphOnly: ReadonlySet<string> = new Set<FaultAction['type']>([
	'malformedPart',
	'401expired',
	'claimsChallenge',
]);

const simple = z
	.string()
	.transform((type) => ({ type }))
	.pipe(actionSchema);

export const faultSchema = z
	.strictObject({
		match: z
			.strictObject({
				origin: z.enum(['graph', 'login', 'any']).optional(),
				method: z.string().optional(),
				/** A regular expression for path and query. */
				pathPattern: z
					.string()
					.refine((pattern) => isRegExp(pattern), 'not a regular expression')
					.optional(),
				/** true: only parts of a $batch; false: only requests outside one. */
				insideBatch: z.boolean().optional(),
			})
			.default({}),
		/** How many matching requests it affects; 1 unless `probability` or `forMs` is given. */
		count: z.number().int().min(1).optional(),
		/** It ends this long after the first request that it affected. */
		forMs: z.number().min(1).optional(),
		/** How many matching requests it lets through first. */
		skip: z.number().int().min(0).default(0),
		probability: z.number().min(0).max(1).optional(),
		seed: z.number().int().default(1),
		/** An action, or just its type. */
		action: z.union([actionSchema, simple]),
	})
	.refine(
		({ match, action }) =>
			match.origin === undefined || match.origin === 'graph' || !graphOnly.has(action.type),
		'this action exists on graph only',
	)
	.refine(
		({ match, action }) => action.type !== 'aadsts' || (match.origin ?? 'login') === 'login',
		'aadsts exists on login only',
	);

const isRegExp = (pattern: string): boolean => {
	try {
		return Boolean(new RegExp(pattern));
	} catch {
		return false;
	}
};

/** The Retry-After header of a fault by the clock of the tenant; undefined for none. */
export function retryAfterHeader(value: number | string | null, now: number): string | undefined {
	if (value === null) return undefined;
	const ahead = typeof value === 'string' ? /^date\+(\d+(?:\.\d+)?)$/.exec(value)?.[1] : undefined;
	return ahead === undefined ? String(value) : new Date(now + Number(ahead) * 1000).toUTCString();
}
