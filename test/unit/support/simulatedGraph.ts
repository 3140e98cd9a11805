/** Graph's way of throttling, in virtual time (graph-facts 3): for what takes minutes in real life. */
import type { HttpRequest, HttpResponse } from '../../../nodes/Office365Users/transport/http';
import type { VirtualClock } from './virtualClock';

export const ROOT = 'https://graph.example';

export interface Quota {
	/** Requests allowed in a window. */
	limit: number;
	windowMs?: number;
	/**
	 * `fixed` windows begin with the first request after the last one, `aligned` ones at full tens of
	 * seconds, `sliding` looks back from each request.
	 */
	kind?: 'fixed' | 'aligned' | 'sliding';
	retryAfter?: 'seconds' | 'fraction' | 'date' | 'missing';
	/** What is refused counts too, up to 1.8 times the limit. */
	refusedCount?: boolean;
	/** `x-ms-throttle-limit-percentage` from 0.8 on. */
	tellsShare?: boolean;
	/** Requests of another client, evenly spread. */
	othersPerSecond?: number;
	/** So many requests of others just before the first. */
	usedBefore?: number;
	/** Only these count. */
	counts?: (request: HttpRequest) => boolean;
}

export interface GraphOptions {
	quota?: Quota;
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

export class SimulatedGraph {
	/** Every call, in order. */
	readonly calls: HttpRequest[] = [];
	/** Every request, be it by itself or part of a batch. */
	asked = 0;
	throttled = 0;
	mostInFlight = 0;
	/** The most requests that one mailbox had at once. */
	mostInMailbox = 0;
	private inFlight = 0;
	private windowStart = 0;
	private used: Array<{ at: number }> = [];
	private total = 0;
	private othersAt = 0;
	private before = 0;
	private readonly mailboxes = new Map<string, number>();

	constructor(
		private readonly clock: VirtualClock,
		private readonly options: GraphOptions = {},
	) {}

	send = async (request: HttpRequest): Promise<HttpResponse> => {
		this.calls.push(request);
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
		const mailbox = /\/users\/([^/?]+)\/photo/.exec(request.url)?.[1];
		if (mailbox !== undefined) return await this.inMailbox(mailbox, request);
		return this.metered(request) ?? this.let(request);
	}

	private let(request: HttpRequest): HttpResponse {
		const given = this.options.answer?.(request);
		const headers: Record<string, string> =
			this.share() > 0.8 ? { 'x-ms-throttle-limit-percentage': this.share().toFixed(2) } : {};
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

	private share(): number {
		const { quota } = this.options;
		return quota?.tellsShare ? this.total / quota.limit : 0;
	}

	/** @returns a refusal, or undefined where there is room */
	private metered(request: HttpRequest): HttpResponse | undefined {
		const { quota } = this.options;
		if (!quota || quota.counts?.(request) === false) return undefined;
		const now = this.clock.now();
		for (const gap = 1000 / (quota.othersPerSecond ?? 0); this.othersAt + gap <= now; ) {
			this.othersAt += gap;
			this.admit(quota, this.othersAt);
		}
		for (; this.before < (quota.usedBefore ?? 0); this.before++) this.admit(quota, now);
		const wait = this.admit(quota, now);
		if (wait === undefined) return undefined;
		this.throttled++;
		return { status: 429, headers: retryAfter(quota.retryAfter, wait, now), body: {} };
	}

	/** @returns milliseconds to wait; undefined where there is room */
	private admit(quota: Quota, now: number): number | undefined {
		const { limit, windowMs = 10_000, kind = 'fixed', refusedCount = false } = quota;
		if (kind === 'sliding') {
			while (this.used.length > 0 && now - this.used[0].at >= windowMs) this.used.shift();
			this.total = this.used.length;
		} else {
			const ended = kind === 'fixed' ? now - this.windowStart >= windowMs : false;
			const aligned = Math.floor(now / windowMs) * windowMs;
			if (ended || (kind === 'aligned' && aligned !== this.windowStart)) {
				this.windowStart = kind === 'aligned' ? aligned : now;
				this.total = 0;
			}
		}
		const room = this.total + 1 <= limit;
		if (room || (refusedCount && this.total < 1.8 * limit)) {
			this.total++;
			if (kind === 'sliding') this.used.push({ at: now });
		}
		if (room) return undefined;
		if (kind !== 'sliding') return this.windowStart + windowMs - now;
		return this.used[this.total - limit].at + windowMs - now;
	}
}

function retryAfter(
	form: Quota['retryAfter'] = 'seconds',
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
