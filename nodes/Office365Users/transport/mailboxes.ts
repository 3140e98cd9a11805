/**
 * Photos, people and trending are answered by a user's mailbox, which takes four requests at once
 * (docs/graph.md#throttling). What goes beyond that, or meets a mailbox that Graph wants left alone,
 * waits here.
 */
import { Fifo } from './fifo';
import { Timeline } from './timeline';

/** Requests in flight for one mailbox: Graph takes no more. */
export const MOST_PER_MAILBOX = 4;
/** So many mailboxes that refuse at once: it is not they, but the app's limit. */
const SEVERAL = 3;

interface Mailbox<Job> {
	readonly name: string;
	/** Requests that are in flight or ready to be sent. */
	busy: number;
	pausedUntil: number;
	readonly waiting: Fifo<Job>;
}

export class Mailboxes<Job> {
	private readonly byName = new Map<string, Mailbox<Job>>();
	private readonly pauses = new Timeline<Mailbox<Job>>();
	private readonly paused = new Set<Mailbox<Job>>();
	private count = 0;

	/** How many requests wait here. */
	get length(): number {
		return this.count;
	}

	get nextAt(): number {
		return this.pauses.nextAt;
	}

	/** @returns whether the request may be sent; else it waits here */
	admit(name: string, job: Job, now: number): boolean {
		const mailbox = this.named(name);
		if (mailbox.busy < MOST_PER_MAILBOX && mailbox.pausedUntil <= now) {
			mailbox.busy++;
			return true;
		}
		mailbox.waiting.push(job);
		this.count++;
		return false;
	}

	/**
	 * A request that was admitted has its answer, or is not sent after all.
	 * @returns those that may be sent instead
	 */
	release(name: string, now: number): Job[] {
		const mailbox = this.named(name);
		mailbox.busy--;
		return this.readyIn(mailbox, now);
	}

	/** Leaves a mailbox alone. A pause is never cut short by another. */
	pause(name: string, until: number): void {
		const mailbox = this.named(name);
		if (until <= mailbox.pausedUntil) return;
		mailbox.pausedUntil = until;
		this.paused.add(mailbox);
		this.pauses.add(until, mailbox);
	}

	isPaused(name: string, now: number): boolean {
		return (this.byName.get(name)?.pausedUntil ?? 0) > now;
	}

	/** Whether so many mailboxes refuse that the limit is not theirs but the app's. */
	get refuseTogether(): boolean {
		return this.paused.size >= SEVERAL;
	}

	/** The requests whose mailbox takes some again. */
	due(now: number): Job[] {
		const ready: Job[] = [];
		for (;;) {
			const mailbox = this.pauses.takeDue(now);
			if (!mailbox) return ready;
			if (mailbox.pausedUntil <= now) this.paused.delete(mailbox);
			ready.push(...this.readyIn(mailbox, now));
		}
	}

	/** Takes out at most so many waiting requests that the function picks. */
	remove(picks: (job: Job) => boolean, most: number): Job[] {
		const removed: Job[] = [];
		for (const { waiting } of this.byName.values()) {
			if (removed.length === most) break;
			removed.push(...waiting.remove(picks, most - removed.length));
		}
		this.count -= removed.length;
		return removed;
	}

	private readyIn(mailbox: Mailbox<Job>, now: number): Job[] {
		const ready: Job[] = [];
		while (mailbox.busy < MOST_PER_MAILBOX && mailbox.pausedUntil <= now) {
			const job = mailbox.waiting.shift();
			if (job === undefined) break;
			mailbox.busy++;
			this.count--;
			ready.push(job);
		}
		if (mailbox.busy === 0 && mailbox.pausedUntil <= now) this.byName.delete(mailbox.name);
		return ready;
	}

	private named(name: string): Mailbox<Job> {
		let mailbox = this.byName.get(name);
		if (!mailbox) {
			mailbox = { name, busy: 0, pausedUntil: 0, waiting: new Fifo() };
			this.byName.set(name, mailbox);
		}
		return mailbox;
	}
}
