/**
 * Everything a run sends under one credential goes through here: collected into batches, at a pace
 * that Graph allows, asked again where Graph has no time or a connection breaks. Nothing is lost,
 * nothing is sent twice needlessly (design 2.1). Knows nothing of n8n.
 */
import {
	batchRequest,
	fitting,
	isBatchable,
	MOST_PARTS,
	needsNewToken,
	partAnswers,
} from './batch';
import type { HttpRequest, HttpResponse, Send } from './http';
import { Pace, type Sending } from './pace';
import {
	backoff,
	type Clock,
	isBrokenConnection,
	longestBackoff,
	LONGEST_RETRY_AFTER_MS,
} from './retry';
import { retryAfterMs } from './retryAfter';

/** Batches in flight at once. */
const MOST_BATCHES = 4;
/** Requests of any kind in flight at once. */
const MOST_IN_FLIGHT = 8;
/** Requests in flight for one mailbox: Graph takes no more (graph-facts 3). */
const MOST_PER_MAILBOX = 4;

/** In a long pause it is looked so often whether anybody still waits. */
const LONGEST_SLEEP_MS = 1000;

/** Graph's batch answer did not hold a usable answer to a part, time and again. */
export class Unanswered extends Error {}

/** How one item's requests are sent. */
export interface Terms {
	/** Sends one request, or a batch, with the item's credential. */
	readonly send: Send;
	readonly maxRetries: number;
	/** False: nothing in this is put into a batch. */
	readonly batches: boolean;
	/** True: the answer to an equal read of this run will do. */
	readonly shareReads: boolean;
	/** Called when a request is about to be sent. @throws when it must not be any more */
	readonly mayStart: () => void;
	/** True when a request may not be sent again. */
	readonly ended: () => boolean;
}

interface Job {
	readonly request: HttpRequest;
	readonly terms: Terms;
	readonly done: (response: HttpResponse) => void;
	readonly failed: (error: unknown) => void;
	retries: number;
	notBefore: number;
	/** Sent by itself from now on. */
	alone: boolean;
	/** Graph may have carried it out although no answer came. */
	mayBeDone: boolean;
	/** The token has been renewed for it once. */
	tokenRenewed: boolean;
	/** When and with what it was last sent. */
	sending: Sending;
}

/** A Buffer would come out of structuredClone as a plain Uint8Array. */
const copyOf = (body: unknown): unknown =>
	Buffer.isBuffer(body) ? Buffer.from(body) : structuredClone(body);

const NOT_SENT: Sending = { at: -Infinity, count: 0, isForgotten: true, passed: 0 };

export class Outbox {
	private queue: Job[] = [];
	private readonly pace = new Pace();
	/** Requests in flight for each mailbox, and until when Graph wants nothing for it. */
	private readonly mailboxes = new Map<string, number>();
	private readonly mailboxPauses = new Map<string, number>();
	private readonly reads = new Map<string, Promise<HttpResponse>>();
	private batchesInFlight = 0;
	private inFlight = 0;
	private pumpIsDue = false;
	private wakeAt = Infinity;
	/** Graph's answer when it asked for a longer pause than anybody waits, and until when that holds. */
	private closed: { response: HttpResponse; until: number } | undefined;
	/** Set while one request renews the access token; the others wait for it. */
	private renewing = false;

	/**
	 * @param root Graph's address, without a version
	 * @param nextTick resolves on a later tick, when what is sent together has been collected
	 */
	constructor(
		private readonly root: string,
		private readonly clock: Clock,
		private readonly nextTick: () => Promise<void>,
	) {}

	/**
	 * @returns the answer, whatever its status
	 * @throws {ConnectionError} {Unanswered} when none came, also after the retries
	 */
	async send(request: HttpRequest, terms: Terms): Promise<HttpResponse> {
		if (!terms.shareReads || request.method !== 'GET' || !isBatchable(request, this.root)) {
			return await this.enqueue(request, terms);
		}
		const key = JSON.stringify([request.url, request.headers ?? {}]);
		let asked = this.reads.get(key);
		if (!asked) {
			asked = this.enqueue(request, terms);
			this.reads.set(key, asked);
			const forget = (): boolean => this.reads.delete(key);
			// What was refused or lost is asked anew by whoever wants it; bytes take too much room to keep.
			void asked.then(({ status }) => {
				if (status >= 400 || request.binary) forget();
			}, forget);
		}
		const response = await asked;
		// No two items share one object.
		return { ...response, body: copyOf(response.body) };
	}

	private async enqueue(request: HttpRequest, terms: Terms): Promise<HttpResponse> {
		return await new Promise((done, failed) => {
			this.queue.push({
				request,
				terms,
				done,
				failed,
				retries: 0,
				notBefore: 0,
				alone: !terms.batches || !isBatchable(request, this.root),
				mayBeDone: false,
				tokenRenewed: false,
				sending: NOT_SENT,
			});
			this.pumpSoon();
		});
	}

	private pumpSoon(): void {
		if (this.pumpIsDue) return;
		this.pumpIsDue = true;
		void this.nextTick().then(() => {
			this.pumpIsDue = false;
			this.pump();
		});
	}

	/** Sends what can be sent now. */
	private pump(): void {
		if (this.closed && this.clock.now() < this.closed.until) {
			for (const job of this.queue.splice(0)) job.done(this.closed.response);
		}
		while (this.queue.length > 0 && !this.renewing && this.inFlight < MOST_IN_FLIGHT) {
			if (this.pace.careful && this.inFlight > 0) return;
			const now = this.clock.now();
			const allowed = this.pace.allowance(now);
			const next = allowed === 0 ? this.pace.nextAt(now) : undefined;
			if (next !== undefined) this.wake(next);
			const jobs = allowed === 0 ? [] : this.take(allowed, now);
			if (jobs.length === 0) {
				this.dropEnded();
				return;
			}
			this.start(jobs, now);
		}
	}

	/** Nobody waits for a run that has ended. */
	private dropEnded(): void {
		if (!this.queue.some(({ terms }) => terms.ended())) return;
		this.queue = this.queue.filter((job) => !job.terms.ended() || this.mayStart(job));
	}

	private mayStart(job: Job): boolean {
		try {
			job.terms.mayStart();
			return true;
		} catch (stopped) {
			job.failed(stopped);
			return false;
		}
	}

	/** The next request, or the next batch, out of the queue. */
	private take(allowed: number, now: number): Job[] {
		const taken: Job[] = [];
		const left: Job[] = [];
		const busy = new Map(this.mailboxes);
		let earliest = Infinity;
		let index = 0;
		for (; index < this.queue.length && taken.length < Math.min(allowed, MOST_PARTS); index++) {
			const job = this.queue[index];
			const { mailbox } = job.request;
			const parts = mailbox === undefined ? 0 : (busy.get(mailbox) ?? 0);
			const isFree = job.alone ? taken.length === 0 : this.batchesInFlight < MOST_BATCHES;
			const notBefore = Math.max(job.notBefore, this.mailboxPauses.get(mailbox ?? '') ?? 0);
			if (notBefore > now) earliest = Math.min(earliest, notBefore);
			if (notBefore > now || parts >= MOST_PER_MAILBOX || !isFree) {
				left.push(job);
				continue;
			}
			if (mailbox !== undefined) busy.set(mailbox, parts + 1);
			taken.push(job);
			if (job.alone) {
				index++;
				break;
			}
		}
		const fit = fitting(taken.map(({ request }) => request));
		this.queue = [...left, ...taken.splice(fit), ...this.queue.slice(index)];
		if (taken.length === 0 && earliest !== Infinity) this.wake(earliest);
		return taken;
	}

	private start(taken: Job[], now: number): void {
		const jobs = taken.filter((job) => this.mayStart(job));
		if (jobs.length === 0) return;
		const isBatch = jobs.length > 1;
		this.inFlight++;
		if (isBatch) this.batchesInFlight++;
		this.occupy(jobs, 1);
		const sending = this.pace.noteSent(jobs.length, now);
		for (const job of jobs) job.sending = sending;
		const requests = jobs.map(({ request }) => request);
		const sent = jobs[0].terms.send(isBatch ? batchRequest(this.root, requests) : requests[0]);
		void sent
			.then(
				(response) => {
					if (isBatch) this.batchAnswered(jobs, response);
					else this.answered(jobs[0], response);
				},
				(error: unknown) => {
					for (const job of jobs) this.notAnswered(job, error);
				},
			)
			.finally(() => {
				this.inFlight--;
				if (isBatch) this.batchesInFlight--;
				this.occupy(jobs, -1);
				this.pumpSoon();
			});
	}

	private occupy(jobs: Job[], change: 1 | -1): void {
		for (const { request } of jobs) {
			if (request.mailbox === undefined) continue;
			this.mailboxes.set(request.mailbox, (this.mailboxes.get(request.mailbox) ?? 0) + change);
		}
	}

	private batchAnswered(jobs: Job[], response: HttpResponse): void {
		const { status } = response;
		if (status >= 300) {
			const isForAll = [401, 429, 503, 504].includes(status);
			for (const job of jobs) {
				if (isForAll) this.answered(job, response);
				// The batch as such was refused; that says nothing about its parts.
				else this.again(job, { alone: true, mayBeDone: job.mayBeDone || status >= 500 });
			}
			return;
		}
		const answers = partAnswers(
			jobs.map(({ request }) => request),
			response,
		);
		for (const [index, job] of jobs.entries()) {
			const answer = answers[index];
			if (!answer) this.notAnswered(job, new Unanswered());
			else if (!needsNewToken(answer) || job.tokenRenewed) this.answered(job, answer);
			else if (this.renewing) this.again(job, { tokenRenewed: true });
			else this.renewToken(job);
		}
	}

	/** Sent by itself, n8n renews the token on the 401; the others wait until that is done. */
	private renewToken(job: Job): void {
		this.renewing = true;
		job.tokenRenewed = true;
		job.sending = this.pace.noteSent(1, this.clock.now());
		void job.terms
			.send(job.request)
			.then(
				(response) => this.answered(job, response),
				(error: unknown) => this.notAnswered(job, error),
			)
			.finally(() => {
				this.renewing = false;
				this.pumpSoon();
			});
	}

	private answered(job: Job, response: HttpResponse): void {
		const now = this.clock.now();
		const { status, headers } = response;
		const isThrottled = status === 429;
		if (!isThrottled && status !== 503 && status !== 504) {
			this.pace.notePassed(job.sending, headers['x-ms-throttle-limit-percentage']);
			// A repeated DELETE finds nothing left to delete: it is done (design 2.1, "Throttle").
			const isDone = status === 404 && job.mayBeDone && job.request.method === 'DELETE';
			job.done(isDone ? { status: 204, headers, body: undefined } : response);
			return;
		}
		const wait = retryAfterMs(headers['retry-after'], now);
		const isTooLong = wait !== undefined && wait > LONGEST_RETRY_AFTER_MS;
		if (isTooLong || !isThrottled || job.request.mailbox !== undefined) {
			this.pace.noteLost(job.sending);
		} else {
			const longest = longestBackoff(job.retries);
			this.pace.noteThrottled(job.sending, now, wait, longest, this.clock.random());
		}
		if (isTooLong && job.request.mailbox === undefined) {
			this.closed = { response, until: now + wait };
		}
		if (!isThrottled) job.mayBeDone = true;
		if (isTooLong || this.hasNoRetryLeft(job)) job.done(response);
		else this.retry(job, this.pause(job, isThrottled, wait, now));
	}

	/** How long this one waits by itself; where all of them wait, or all of its mailbox, it need not. */
	private pause(job: Job, isThrottled: boolean, wait: number | undefined, now: number): number {
		const { mailbox } = job.request;
		if (isThrottled && mailbox === undefined) return 0;
		if (wait === undefined) return backoff(job.retries, this.clock);
		if (isThrottled && mailbox !== undefined) this.mailboxPauses.set(mailbox, now + wait);
		else this.pace.pauseUntil(now + wait);
		return 0;
	}

	private notAnswered(job: Job, error: unknown): void {
		this.pace.noteLost(job.sending);
		const isUnanswered = error instanceof Unanswered;
		if ((!isUnanswered && !isBrokenConnection(error)) || this.hasNoRetryLeft(job)) {
			job.failed(error);
			return;
		}
		job.mayBeDone = true;
		// Whoever garbles batches may let single requests through.
		job.alone ||= isUnanswered;
		this.retry(job, backoff(job.retries, this.clock));
	}

	private hasNoRetryLeft({ retries, terms }: Job): boolean {
		return retries >= terms.maxRetries || terms.ended();
	}

	private retry(job: Job, wait: number): void {
		this.again(job, { retries: job.retries + 1, notBefore: this.clock.now() + wait });
	}

	private again(job: Job, change: Partial<Job>): void {
		this.queue.push(Object.assign(job, change));
		this.pumpSoon();
	}

	/** Looks again at that time, or sooner; a cancelled run ends everything that waits. */
	private wake(at: number): void {
		const now = this.clock.now();
		const lookAt = Math.min(at, now + LONGEST_SLEEP_MS);
		if (lookAt >= this.wakeAt && this.wakeAt > now) return;
		this.wakeAt = lookAt;
		void this.clock.sleep(Math.max(0, lookAt - now)).then(
			() => {
				if (this.wakeAt === lookAt) this.wakeAt = Infinity;
				this.pump();
			},
			(cancelled: unknown) => {
				for (const job of this.queue.splice(0)) if (this.mayStart(job)) job.failed(cancelled);
			},
		);
	}
}
