/** Graph's way of throttling, in virtual time: for what takes minutes in real life. */
import type { HttpRequest, HttpResponse } from '../../../nodes/Office365Users/transport/http';
import type { VirtualClock } from './virtualClock';

export const ROOT = 'https://graph.example';

type RetryAfter = 'seconds' | 'fraction' | 'date' | 'missing';

export interface Quota {
	/** What is allowed in a window; a function where it changes. */
	limit: number | ((now: number) => number);
	windowMs?: number;
	/**
	 * `fixed` windows begin with the first request after the last one, `aligned` ones at full tens of
	 * seconds, `sliding` looks back from each request.
	 */
	kind?: 'fixed' | 'aligned' | 'sliding';
	retryAfter?: RetryAfter;
	/** What is refused counts too, up to 1.8 times the limit. */
	refusedCount?: boolean;
	/** `x-ms-throttle-limit-percentage` from 0.8 on. */
	tellsShare?: boolean;
	/** Requests of others on average, each whenever it comes; a function where they change. */
	othersPerSecond?: number | ((graph: SimulatedGraph) => number);
	/** So many requests of others just before the first. */
	usedBefore?: number;
	/** Only these count; without it all that are not for a mailbox. */
	counts?: (request: HttpRequest) => boolean;
	/** Resource units that a request takes. */
	cost?: (request: HttpRequest) => number;
	/** More headers of a refusal. */
	headers?: Record<string, string>;
}

interface Refusal {
	/** Seconds; none where Graph does not say. */
	retryAfter?: number;
	status?: number;
}

export interface GraphOptions {
	/** Limits that hold beside each other: resource units, writes, mailboxes. */
	quotas?: Quota[];
	/** Refused whatever the limits say, each request with this chance. */
	byChance?: Refusal & { chance: number };
	/** Everything is refused from one time to another, in milliseconds after the first request. */
	outage?: Refusal & { from?: number; until: number };
	/** Milliseconds a call takes, there and back. */
	latencyMs?: number;
	/** That much more or less, by chance. */
	jitterMs?: number;
	/** What a request is answered that is let through. */
	answer?: (request: HttpRequest) => HttpResponse | undefined;
	/** Requests of one mailbox at once; more are refused. */
	perMailbox?: number;
}

interface Part {
	id: string;
	method: HttpRequest['method'];
	url: string;
	headers?: Record<string, string>;
	body?: object;
}

const mailboxOf = ({ url }: HttpRequest): string | undefined =>
	/\/users\/([^/?]+)\/photo/.exec(url)?.[1];

export class SimulatedGraph {
	/** Every call, in order. */
	readonly calls: HttpRequest[] = [];
	/** Every request, be it by itself or part of a batch. */
	asked = 0;
	passed = 0;
	throttled = 0;
	mostInFlight = 0;
	/** The most requests that one mailbox had at once. */
	mostInMailbox = 0;
	private inFlight = 0;
	private firstAt: number | undefined;
	private readonly meters: Meter[];
	private readonly mailboxes = new Map<string, number>();

	constructor(
		private readonly clock: VirtualClock,
		private readonly options: GraphOptions = {},
	) {
		this.meters = (options.quotas ?? []).map((quota) => new Meter(quota, this, clock.random));
	}

	send = async (request: HttpRequest): Promise<HttpResponse> => {
		this.calls.push(request);
		this.firstAt ??= this.clock.now();
		this.mostInFlight = Math.max(this.mostInFlight, ++this.inFlight);
		await this.clock.pass(this.oneWay());
		const response = await this.respond(request);
		await this.clock.pass(this.oneWay());
		this.inFlight--;
		return response;
	};

	private oneWay(): number {
		const { latencyMs = 50, jitterMs = 0 } = this.options;
		return latencyMs / 2 + (jitterMs / 2) * (this.clock.random() * 2 - 1);
	}

	private async respond(request: HttpRequest): Promise<HttpResponse> {
		if (!request.url.endsWith('/$batch')) return await this.answerTo(request);
		const { requests } = request.body as { requests: Part[] };
		const responses = await Promise.all(
			requests.map(async ({ id, method, url, headers, body }) => {
				const part = await this.answerTo({ method, url: `${ROOT}/v1.0${url}`, headers, body });
				return { id, ...part };
			}),
		);
		return { status: 200, headers: {}, body: { responses: responses.reverse() } };
	}

	private async answerTo(request: HttpRequest): Promise<HttpResponse> {
		this.asked++;
		const refusal = this.fault() ?? this.metered(request);
		if (refusal) {
			this.throttled++;
			return refusal;
		}
		const mailbox = mailboxOf(request);
		return mailbox === undefined ? this.let(request) : await this.inMailbox(mailbox, request);
	}

	/** A refusal that no limit explains. */
	private fault(): HttpResponse | undefined {
		const { byChance, outage } = this.options;
		const since = this.clock.now() - (this.firstAt ?? 0);
		if (outage && since >= (outage.from ?? 0) && since < outage.until) return refusalOf(outage);
		return byChance && this.clock.random() < byChance.chance ? refusalOf(byChance) : undefined;
	}

	private let(request: HttpRequest): HttpResponse {
		this.passed++;
		const given = this.options.answer?.(request);
		const share = Math.max(0, ...this.meters.map((meter) => meter.share));
		const headers: Record<string, string> =
			share > 0.8 ? { 'x-ms-throttle-limit-percentage': share.toFixed(2) } : {};
		return given ?? { status: 200, headers, body: { url: request.url } };
	}

	private async inMailbox(mailbox: string, request: HttpRequest): Promise<HttpResponse> {
		const { perMailbox = Infinity } = this.options;
		const before = this.mailboxes.get(mailbox) ?? 0;
		if (before >= perMailbox) {
			this.throttled++;
			return { status: 429, headers: { 'retry-after': '1' }, body: {} };
		}
		this.mailboxes.set(mailbox, before + 1);
		this.mostInMailbox = Math.max(this.mostInMailbox, before + 1);
		await this.clock.pass(100);
		this.mailboxes.set(mailbox, (this.mailboxes.get(mailbox) ?? 1) - 1);
		return this.let(request);
	}

	/** @returns a refusal, or undefined where there is room */
	private metered(request: HttpRequest): HttpResponse | undefined {
		const now = this.clock.now();
		for (const meter of this.meters) {
			const refusal = meter.admit(request, now);
			if (refusal) return refusal;
		}
		return undefined;
	}
}

const refusalOf = ({ status = 429, retryAfter }: Refusal): HttpResponse => ({
	status,
	headers: retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) },
	body: {},
});

/** What one quota has seen. */
class Meter {
	private windowStart = 0;
	private used: Array<{ at: number; cost: number }> = [];
	private total = 0;
	private othersAt: number | undefined;
	private before = 0;

	constructor(
		private readonly quota: Quota,
		private readonly graph: SimulatedGraph,
		private readonly random: () => number,
	) {}

	/** The part of the limit that is used, where this quota tells it. */
	get share(): number {
		const { tellsShare, limit } = this.quota;
		return tellsShare && typeof limit === 'number' ? this.total / limit : 0;
	}

	admit(request: HttpRequest, now: number): HttpResponse | undefined {
		const { quota } = this;
		const counts = quota.counts ?? ((asked: HttpRequest) => mailboxOf(asked) === undefined);
		if (!counts(request)) return undefined;
		this.admitOthers(now);
		for (; this.before < (quota.usedBefore ?? 0); this.before++) this.use(now, 1);
		const wait = this.use(now, quota.cost?.(request) ?? 1);
		if (wait === undefined) return undefined;
		const headers = { ...retryAfter(quota.retryAfter, wait, now), ...quota.headers };
		return { status: 429, headers, body: {} };
	}

	private admitOthers(now: number): void {
		const { othersPerSecond = 0 } = this.quota;
		for (this.othersAt ??= now; this.othersAt <= now; ) {
			const rate =
				typeof othersPerSecond === 'number' ? othersPerSecond : othersPerSecond(this.graph);
			// Where nobody else asks now, nothing is made up for later.
			if (rate === 0) this.othersAt = now;
			if (rate === 0) return;
			this.use(this.othersAt, 1);
			this.othersAt -= (Math.log(1 - this.random()) * 1000) / rate;
		}
	}

	/** @returns milliseconds to wait; undefined where there is room */
	private use(now: number, cost: number): number | undefined {
		const { windowMs = 10_000, kind = 'fixed', refusedCount = false } = this.quota;
		const limit = typeof this.quota.limit === 'number' ? this.quota.limit : this.quota.limit(now);
		if (kind === 'sliding') {
			let gone = 0;
			while (gone < this.used.length && now - this.used[gone].at >= windowMs) {
				this.total -= this.used[gone++].cost;
			}
			if (gone > 0) this.used.splice(0, gone);
		} else {
			const ended = kind === 'fixed' ? now - this.windowStart >= windowMs : false;
			const aligned = Math.floor(now / windowMs) * windowMs;
			if (ended || (kind === 'aligned' && aligned !== this.windowStart)) {
				this.windowStart = kind === 'aligned' ? aligned : now;
				this.total = 0;
			}
		}
		const room = this.total + cost <= limit;
		if (room || (refusedCount && this.total < 1.8 * limit)) {
			this.total += cost;
			if (kind === 'sliding') this.used.push({ at: now, cost });
		}
		if (room) return undefined;
		if (kind !== 'sliding') return this.windowStart + windowMs - now;
		let left = this.total;
		for (const { at, cost: its } of this.used) {
			left -= its;
			if (left + cost <= limit) return at + windowMs - now;
		}
		return windowMs;
	}
}

function retryAfter(
	form: RetryAfter = 'seconds',
	wait: number,
	now: number,
): Record<string, string> {
	switch (form) {
		case 'seconds':
			return { 'retry-after': String(Math.ceil(wait / 1000)) };
		case 'fraction':
			return { 'retry-after': (Math.ceil(wait) / 1000).toFixed(3) };
		case 'date':
			return { 'retry-after': new Date(Math.ceil((now + wait) / 1000) * 1000).toUTCString() };
		case 'missing':
			return {};
	}
}
