import { z } from 'zod';
import { knownAadstsCodes } from '../entra/aadsts.ts';

/**
 * A number of seconds (fractions allowed), "date+N" for an HTTP date N seconds ahead, any other
 * text as it is, null for none (docs/graph.md#retry-after).
 */
const retryAfter = z.union([z.number().min(0), z.string(), z.null()]);

const actionSchema = z.discriminatedUnion('type', [
	z.strictObject({ type: z.literal('latency'), ms: z.number().min(0) }),
	z.strictObject({ type: z.literal('429'), retryAfter: retryAfter.default(1) }),
	z.strictObject({ type: z.literal('503'), retryAfter: retryAfter.default(null) }),
	z.strictObject({ type: z.literal('504'), retryAfter: retryAfter.default(null) }),
	z.strictObject({
		type: z.literal('error'),
		status: z.number().int().min(400).max(599),
		code: z.string(),
		message: z.string().default(''),
		headers: z.record(z.string(), z.string()).default({}),
	}),
	/** A response that is not JSON, as a proxy sends it. */
	z.strictObject({
		type: z.literal('html'),
		status: z.number().int().min(200).max(599).default(502),
	}),
	/** The connection breaks before the request is handled. */
	z.strictObject({ type: z.literal('reset') }),
	/** The request is handled, but the response never arrives. */
	z.strictObject({ type: z.literal('resetAfterHandling') }),
	/** The connection breaks in the middle of the body. */
	z.strictObject({ type: z.literal('cutBody') }),
	/** The body is sent slowly, over this time. */
	z.strictObject({ type: z.literal('slowBody'), ms: z.number().min(0) }),
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

const simple = z
	.string()
	.transform((type) => ({ type }))
	.pipe(actionSchema);
const faultSchema = z.strictObject({
	match: z
		.strictObject({
			origin: z.enum(['graph', 'login']).optional(),
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
	/** How many matching requests it affects; 1 unless `probability` is given. */
	count: z.number().int().min(1).optional(),
	/** How many matching requests it lets through first. */
	skip: z.number().int().min(0).default(0),
	probability: z.number().min(0).max(1).optional(),
	seed: z.number().int().default(1),
	/** An action, or just its type. */
	action: z.union([actionSchema, simple]),
});

export interface FaultSubject {
	readonly origin: 'graph' | 'login';
	readonly method: string;
	readonly url: string;
	readonly insideBatch: boolean;
}

type Fault = z.infer<typeof faultSchema> & {
	readonly id: number;
	left: number;
	toSkip: number;
	struck: number;
	state: number;
};

const isRegExp = (pattern: string): boolean => {
	try {
		return Boolean(new RegExp(pattern));
	} catch {
		return false;
	}
};

/** The requested faults, in order. At most one affects a request. */
export class Faults {
	private faults: Fault[] = [];
	private next = 1;

	add(body: unknown): { id: number } {
		const fault = faultSchema.parse(body);
		const left = fault.count ?? (fault.probability === undefined ? 1 : Number.POSITIVE_INFINITY);
		const id = this.next;
		this.next += 1;
		this.faults.push({ ...fault, id, left, toSkip: fault.skip, struck: 0, state: fault.seed });
		return { id };
	}

	list(): unknown[] {
		return this.faults.map(({ id, match, action, left, struck }) => ({
			id,
			match,
			action,
			left: Number.isFinite(left) ? left : null,
			struck,
		}));
	}

	clear(): void {
		this.faults = [];
	}

	/** The fault that affects this request, if any. */
	strike(subject: FaultSubject): FaultAction | undefined {
		for (const fault of this.faults) {
			if (fault.left <= 0 || !matches(fault, subject)) continue;
			if (fault.toSkip > 0) {
				fault.toSkip -= 1;
				continue;
			}
			if (fault.probability !== undefined && draw(fault) >= fault.probability) continue;
			fault.left -= 1;
			fault.struck += 1;
			return fault.action;
		}
		return undefined;
	}
}

function matches({ match, action }: Fault, subject: FaultSubject): boolean {
	const origin = match.origin ?? (action.type === 'aadsts' ? 'login' : 'graph');
	return (
		origin === subject.origin &&
		(match.method === undefined || match.method.toUpperCase() === subject.method) &&
		(match.insideBatch === undefined || match.insideBatch === subject.insideBatch) &&
		(match.pathPattern === undefined || new RegExp(match.pathPattern).test(subject.url))
	);
}

/** The same sequence for the same seed (mulberry32). */
function draw(fault: { state: number }): number {
	fault.state = (fault.state + 0x6d2b79f5) | 0;
	let t = Math.imul(fault.state ^ (fault.state >>> 15), 1 | fault.state);
	t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
	return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
}

/** The Retry-After header of a fault; undefined for none. */
export function retryAfterHeader(value: number | string | null): string | undefined {
	if (value === null) return undefined;
	const ahead = typeof value === 'string' ? /^date\+(\d+(?:\.\d+)?)$/.exec(value)?.[1] : undefined;
	return ahead === undefined
		? String(value)
		: new Date(Date.now() + Number(ahead) * 1000).toUTCString();
}
