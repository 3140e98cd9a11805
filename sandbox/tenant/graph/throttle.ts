import type { Caller } from '../entra/tokens.ts';
import type { Settings } from '../control/settings.ts';
import { GraphError } from './errors.ts';
import type { Segment } from './path.ts';
import type { QueryOptions } from './queryOptions.ts';

/** One quota: how much was used, and when. */
interface Meter {
	windowStart: number;
	used: Array<{ readonly at: number; readonly cost: number }>;
}

interface Verdict {
	readonly share: number;
	/** Seconds until there is room again; undefined: there is room now. */
	readonly wait: number | undefined;
}

export interface Metered {
	readonly headers: Readonly<Record<string, string>>;
	/** Call once the response has been sent: a mailbox counts the requests in flight. */
	release(): void;
}

const nothing: Metered = { headers: {}, release: () => undefined };

/** 429 as Graph words it (docs/graph.md#throttling-error). */
export const tooManyRequests = (headers: Record<string, string>): GraphError =>
	new GraphError(429, 'TooManyRequests', 'Please retry again later.', {
		headers,
		innerError: { code: '429', status: '429' },
	});

/**
 * Quotas (docs/graph.md#limits): resource units and writes per app and tenant, requests in flight
 * per app and mailbox. Off by default.
 */
export class Throttle {
	private readonly meters = new Map<string, Meter>();
	private readonly inFlight = new Map<string, number>();

	admit(
		settings: Settings['throttle'],
		caller: Caller,
		method: string,
		segments: readonly Segment[],
		query: QueryOptions,
		ids: { tenantId: string; users: number; now: number },
	): Metered {
		if (!settings.enabled || segments[0]?.name === '$batch') return nothing;
		const { clientId } = caller;
		const mailbox = mailboxOf(segments, caller);
		const cost = costOf(method, segments, query);
		const { windowKind: kind, windowSeconds: seconds } = settings;
		const units = settings.resourceUnits ?? sizeLimit(ids.users);
		const verdicts = {
			ResourceUnitLimitExceeded:
				mailbox === undefined ? this.meter(`units ${clientId}`, kind, seconds, units, cost) : null,
			WriteLimitExceeded:
				mailbox === undefined && method !== 'GET' && settings.writes !== null
					? this.meter(`writes ${clientId}`, kind, settings.writesWindowSeconds, settings.writes, 1)
					: null,
			SignInActivityLimitExceeded:
				settings.signInActivityPerMinute === null || !asksForSignInActivity(query)
					? null
					: this.meter(`activity ${clientId}`, 'sliding', 60, settings.signInActivityPerMinute, 1),
			RequestLimitExceeded:
				settings.appRequests === null
					? null
					: this.meter(`requests ${clientId}`, kind, seconds, settings.appRequests, 1),
		};
		const headers = {
			...(mailbox === undefined ? { 'x-ms-resource-unit': String(cost) } : {}),
			...percentage(Math.max(...Object.values(verdicts).map((verdict) => verdict?.share ?? 0))),
		};
		// The longest wait counts.
		const [exceeded] = Object.entries(verdicts)
			.flatMap(([name, verdict]) =>
				verdict?.wait === undefined ? [] : [{ name, wait: verdict.wait }],
			)
			.sort((a, b) => b.wait - a.wait);
		if (exceeded)
			throw tooManyRequests({
				...headers,
				...retryAfter(settings.retryAfter, exceeded.wait, ids.now),
				'x-ms-throttle-scope': `Tenant_Application/ReadWrite/${clientId}/${ids.tenantId}`,
				'x-ms-throttle-information': exceeded.name,
			});
		return mailbox === undefined
			? { headers, release: () => undefined }
			: { ...this.admitToMailbox(settings, clientId, mailbox, ids), headers };
	}

	clear(): void {
		this.meters.clear();
		this.inFlight.clear();
	}

	private admitToMailbox(
		settings: Settings['throttle'],
		clientId: string,
		mailbox: string,
		{ tenantId, now }: { tenantId: string; now: number },
	): Metered {
		const key = `${clientId} ${mailbox}`;
		const before = this.inFlight.get(key) ?? 0;
		if (settings.mailboxConcurrency !== null && before >= settings.mailboxConcurrency) {
			throw new GraphError(
				429,
				'ApplicationThrottled',
				'Application is over its MailboxConcurrency limit.',
				{
					headers: {
						...retryAfter(settings.retryAfter, 1, now),
						'x-ms-throttle-scope': `User_Application/ReadWrite/${clientId}/${tenantId}`,
						'x-ms-throttle-information': 'MailboxConcurrency',
					},
					innerError: { code: '429', status: '429' },
				},
			);
		}
		this.inFlight.set(key, before + 1);
		let released = false;
		return {
			headers: {},
			release: () => {
				if (!released) this.inFlight.set(key, (this.inFlight.get(key) ?? 1) - 1);
				released = true;
			},
		};
	}

	/**
	 * Refused requests count too (docs/graph.md#retry-rule, docs/graph.md#throttling-headers),
	 * up to 1.8 times the limit.
	 */
	private meter(
		key: string,
		kind: 'fixed' | 'sliding',
		seconds: number,
		limit: number,
		cost: number,
	): Verdict {
		const now = Date.now();
		const length = seconds * 1000;
		const meter = this.meters.get(key) ?? { windowStart: now, used: [] };
		this.meters.set(key, meter);
		if (kind === 'fixed' && now - meter.windowStart >= length) {
			meter.windowStart = now;
			meter.used = [];
		}
		if (kind === 'sliding') meter.used = meter.used.filter(({ at }) => now - at < length);
		const total = meter.used.reduce((sum, { cost: one }) => sum + one, 0);
		const room = total + cost <= limit;
		if (room || total < 1.8 * limit) meter.used.push({ at: now, cost });
		const share = Math.min((total + cost) / limit, 1.8);
		if (room) return { share, wait: undefined };
		const until =
			kind === 'fixed'
				? meter.windowStart + length
				: slidingRoom(meter, limit - cost, total, length);
		return { share, wait: Math.max((until - now) / 1000, 0.001) };
	}
}

/** The time when enough has left the window. */
function slidingRoom(meter: Meter, wanted: number, total: number, length: number): number {
	let left = total;
	for (const { at, cost } of meter.used) {
		left -= cost;
		if (left <= wanted) return at + length;
	}
	return (meter.used.at(-1)?.at ?? Date.now()) + length;
}

/** docs/graph.md#sign-in-activity */
const asksForSignInActivity = ({ select, filter }: QueryOptions): boolean =>
	/\bsignInActivity\b/i.test(`${select ?? ''} ${filter ?? ''}`);

/** S, M and L tenants (docs/graph.md#limits). */
const sizeLimit = (users: number): number => (users < 50 ? 3500 : users <= 500 ? 5000 : 8000);

const percentage = (share: number): Record<string, string> =>
	share > 0.8 ? { 'x-ms-throttle-limit-percentage': share.toFixed(2) } : {};

/**
 * GET users costs 2, members of a group 3, nested ones 5, anything else 1; $select and $top under 20
 * each save one, $expand adds one; never below 1 (docs/graph.md#resource-units).
 */
function costOf(method: string, segments: readonly Segment[], query: QueryOptions): number {
	if (method !== 'GET') return 1;
	const [first, , third] = segments.map(({ name }) => name.toLowerCase());
	const list = segments.length === 1 && first === 'users' && segments[0]?.key === undefined;
	const ofGroup =
		first === 'groups' ? { members: 3, transitivemembers: 5 }[third ?? ''] : undefined;
	const cost =
		(ofGroup ?? (list ? 2 : 1)) -
		(query.select === undefined ? 0 : 1) -
		(query.top !== undefined && Number(query.top) < 20 ? 1 : 0) +
		(query.expand === undefined ? 0 : 1);
	return Math.max(cost, 1);
}

/** Photos, people and insights are metered per mailbox, not in resource units. */
function mailboxOf(segments: readonly Segment[], caller: Caller): string | undefined {
	const [first, second] = segments;
	const isMe = first?.name.toLowerCase() === 'me';
	const key = isMe
		? caller.kind === 'delegated'
			? caller.userId
			: ''
		: (first?.key ?? second?.name ?? '');
	const area = segments[isMe || first?.key !== undefined ? 1 : 2]?.name.toLowerCase();
	if (area === undefined || !['photo', 'photos', 'people', 'insights'].includes(area))
		return undefined;
	return `${area === 'insights' ? 'insights' : 'mailbox'} ${key.toLowerCase()}`;
}

function retryAfter(
	form: Settings['throttle']['retryAfter'],
	seconds: number,
	now: number,
): Record<string, string> {
	switch (form) {
		case 'seconds':
			return { 'retry-after': String(Math.ceil(seconds)) };
		case 'fraction':
			return { 'retry-after': seconds.toFixed(3) };
		case 'date':
			return {
				'retry-after': new Date(Math.ceil((now + seconds * 1000) / 1000) * 1000).toUTCString(),
			};
		case 'missing':
			return {};
	}
}
