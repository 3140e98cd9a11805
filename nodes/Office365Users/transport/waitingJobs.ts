/** The requests that wait to be sent, sorted by what holds them up, so that nobody is looked at in vain. */
import { Fifo } from './fifo';
import type { Job } from './job';
import { type Kind, KINDS } from './limits';
import { Mailboxes } from './mailboxes';
import { Timeline } from './timeline';

/** Requests of one kind that are ready to be sent. Those that go out again come first. */
interface Lane {
	readonly kind: Kind;
	readonly alone: boolean;
	readonly again: Fifo<Job>;
	readonly fresh: Fifo<Job>;
}

export class WaitingJobs {
	readonly mailboxes = new Mailboxes<Job>();
	private readonly lanes: Lane[] = [];
	private count = 0;
	/** After a failure a request waits for a while by itself. */
	private readonly delayed = new Timeline<Job>();

	constructor() {
		for (const kind of KINDS) {
			for (const alone of [false, true]) {
				this.lanes.push({ kind, alone, again: new Fifo(), fresh: new Fifo() });
			}
		}
	}

	get length(): number {
		const ready = this.lanes.reduce(
			(sum, { again, fresh }) => sum + again.length + fresh.length,
			0,
		);
		return ready + this.delayed.length + this.mailboxes.length;
	}

	/** When one that waits for its time is ready. */
	get nextAt(): number {
		return Math.min(this.delayed.nextAt, this.mailboxes.nextAt);
	}

	/** Which kinds have requests ready to be sent. */
	hasReady(kind: Kind): boolean {
		return this.lanes.some((lane) => lane.kind === kind && headOf(lane) !== undefined);
	}

	add(job: Job, now: number): void {
		const { mailbox } = job.request;
		if (mailbox === undefined || this.mailboxes.admit(mailbox, job, now)) this.ready(job);
	}

	addAt(job: Job, at: number): void {
		this.delayed.add(at, job);
	}

	/** Lets go on whose time has come. */
	wakeDue(now: number): void {
		for (let job = this.delayed.takeDue(now); job; job = this.delayed.takeDue(now)) {
			this.add(job, now);
		}
		for (const job of this.mailboxes.due(now)) this.ready(job);
	}

	/** A request that was taken out has its answer, or is not sent after all. */
	leave({ request: { mailbox } }: Job, now: number): void {
		if (mailbox === undefined) return;
		for (const job of this.mailboxes.release(mailbox, now)) this.ready(job);
	}

	/**
	 * The next one to be sent, the oldest first.
	 * @param may whether one of this kind can be sent now, by itself or in a batch
	 * @param mayThis whether this one can; those of its kind behind it wait with it
	 */
	peek(
		now: number,
		may: (kind: Kind, alone: boolean) => boolean,
		mayThis: (job: Job) => boolean = () => true,
	): Job | undefined {
		let first: Job | undefined;
		for (const lane of this.lanes) {
			if (!may(lane.kind, lane.alone)) continue;
			const head = this.free(lane, now);
			if (head && (!first || head.number < first.number) && mayThis(head)) first = head;
		}
		return first;
	}

	/** Takes out the one that `peek` gave. */
	take(job: Job): void {
		for (const { again, fresh } of this.lanes) {
			if (again.peek() === job) again.shift();
			else if (again.length === 0 && fresh.peek() === job) fresh.shift();
			else continue;
			return;
		}
	}

	/** Takes out at most so many that the function picks. */
	remove(picks: (job: Job) => boolean, most: number, now: number): Job[] {
		const removed: Job[] = [];
		for (const { again, fresh } of this.lanes) {
			for (const jobs of [again, fresh]) {
				removed.push(...jobs.remove(picks, most - removed.length));
			}
		}
		const wereReady = removed.length;
		removed.push(...this.mailboxes.remove(picks, most - removed.length));
		removed.push(...this.delayed.remove(picks, most - removed.length));
		for (const job of removed.slice(0, wereReady)) this.leave(job, now);
		return removed;
	}

	/** The head of a lane whose mailbox, if it has one, has not been paused meanwhile. */
	private free(lane: Lane, now: number): Job | undefined {
		for (let head = headOf(lane); head; head = headOf(lane)) {
			const { mailbox } = head.request;
			if (mailbox === undefined || !this.mailboxes.isPaused(mailbox, now)) return head;
			this.take(head);
			this.mailboxes.release(mailbox, now);
			this.mailboxes.admit(mailbox, head, now);
		}
		return undefined;
	}

	private ready(job: Job): void {
		const lane = this.lanes.find(({ kind, alone }) => kind === job.kind && alone === job.alone);
		const isAgain = job.tickets.length > 0;
		if (!isAgain) job.number = this.count++;
		(isAgain ? lane?.again : lane?.fresh)?.push(job);
	}
}

const headOf = ({ again, fresh }: Lane): Job | undefined => again.peek() ?? fresh.peek();
