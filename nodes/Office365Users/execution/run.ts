/**
 * The items of one node run together. n8n starts every item separately, so what holds for the run
 * as a whole is kept here: all items are checked before the first request, nothing further is
 * started once a run that stops on failure has failed, and changes to one user keep their order.
 */
import { type Deferred, deferred } from '../transport/deferred';
import { type ChangedUser, ChangedUsers } from './changedUsers';
import type { RunCredential } from './credential';
import { CredentialState } from './credentialState';
import { Meeting } from './meeting';
import { Notes } from './notes';
import { Shared } from './shared';

export interface RunSettings {
	/** How many items the run has. */
	readonly size: number;
	/** False under "On Error: Continue". */
	readonly stopsOnFailure: boolean;
	/** Request Options > Batching starts the items in groups, with pauses between them. */
	readonly inGroups: boolean;
	/** Resolves on a later tick. */
	readonly nextTick: () => Promise<void>;
	/** True where `allItems.ts` starts the items and releases them, instead of n8n's RoutingNode. */
	readonly overAllItems?: boolean;
}

/** An item whose parameters have been checked. */
export interface CheckedItem extends ChangedUser {
	readonly index: number;
	/** False if the checks refused it. */
	readonly passed: boolean;
	/** It waits for the others again before it changes anything. */
	readonly prepares?: boolean;
}

/** Not sent, because another item failed and the run stops. The run is over; nobody sees the result. */
export class RunStoppedError extends Error {}

interface WaitingItem extends CheckedItem {
	readonly released: Deferred<void>;
}

/** How many items are released at a time, so that n8n can do other work in between. */
const RELEASED_AT_A_TIME = 300;

const runs = new WeakMap<object, Run>();

export class Run {
	/** The credential of the first item; read once. */
	readonly credential: RunCredential = {};
	/** What a person should know once the run has succeeded. */
	readonly notes = new Notes();
	/** What an operation keeps for all items of the run. */
	readonly shared = new Shared();
	/** Whom it changes. */
	readonly changed = new ChangedUsers();
	private readonly states = new Map<string, CredentialState>();
	private readonly started = new Set<number>();
	private checked = 0;
	private settled = 0;
	private waitingForOthers = 0;
	private written = 0;
	private whenOthersSettled: Array<() => void> = [];
	private group: WaitingItem[] = [];
	private readonly whenSucceeded: Array<() => void> = [];
	/** Where the items that were released together wait for each other, if they do. */
	private readonly meetings = new Map<number, Meeting>();
	private lastMeeting?: Meeting;
	private readonly allStarted = deferred();
	private readonly stopping = deferred();
	private stopped = false;

	private constructor(
		private readonly input: object,
		private readonly settings: RunSettings,
	) {}

	/**
	 * The run an item belongs to. Retry On Fail runs the same input again: an index that comes a
	 * second time opens a new run.
	 * @param input what n8n hands to all items of one run of the node, and to no others
	 */
	static start(input: object, index: number, settings: () => RunSettings): Run {
		let run = runs.get(input);
		if (!run || run.started.has(index)) run = Run.open(input, settings());
		run.started.add(index);
		if (run.started.size === run.settings.size) run.allStarted.resolve();
		return run;
	}

	/** A new run over this input. */
	static open(input: object, settings: RunSettings): Run {
		const run = new Run(input, settings);
		runs.set(input, run);
		return run;
	}

	/** More results for one item than this break n8n's engine (docs/n8n.md#result-limit). */
	get mostResults(): number {
		return this.settings.overAllItems ? Infinity : 120_000;
	}

	/** What is kept for one credential: items of different ones share nothing. */
	state(key: string): CredentialState {
		let state = this.states.get(key);
		if (!state) this.states.set(key, (state = new CredentialState()));
		return state;
	}

	/** True once nothing more may be started. */
	get ended(): boolean {
		return this.stopped;
	}

	/** Resolves when the run stops, if it ever does. */
	get whenStopped(): Promise<void> {
		return this.stopping.promise;
	}

	/** An item failed and the run stops on failure: nothing further is started. */
	stop(): void {
		this.stopped = true;
		this.stopping.resolve();
	}

	/**
	 * An item's checks are done. Resolves when those of all items (of its group) are.
	 * @returns whether this item is to be sent
	 */
	async whenAllChecked(item: CheckedItem): Promise<boolean> {
		if (!item.passed && this.settings.stopsOnFailure) this.stop();
		this.checked++;
		const waiting = { ...item, released: deferred() };
		this.group.push(waiting);
		if (!this.settings.overAllItems && this.checked === this.started.size) {
			void this.releaseOnNextTick();
		}
		await waiting.released.promise;
		const mayBeSent = item.passed && !this.stopped;
		// Whoever is not sent is not waited for either.
		if (!mayBeSent) this.leave(item.index);
		return mayBeSent;
	}

	private async releaseOnNextTick(): Promise<void> {
		await this.settings.nextTick();
		if (this.checked !== this.started.size) return;
		// Fewer items than the run has: n8n itself failed on one of them and has ended the run.
		const { stopsOnFailure, inGroups, size } = this.settings;
		if (stopsOnFailure && !inGroups && this.started.size < size) this.stop();
		await this.release();
	}

	/** Lets the items go that have been checked: those that change something all together. */
	async release(): Promise<void> {
		// Checks may end in any order; changes to one user must not.
		const group = this.group.sort((one, other) => one.index - other.index);
		this.group = [];
		if (!this.stopped) await this.changed.findIds(group);
		this.callMeeting(group);
		for (const [index, { released }] of group.entries()) {
			if (index > 0 && index % RELEASED_AT_A_TIME === 0) await this.settings.nextTick();
			released.resolve();
		}
	}

	/**
	 * If one of those that change something prepares its change, all of them wait for each other, so
	 * that nothing is changed before everything is prepared, and their order is kept. Those of later
	 * groups do so too, one group after the other: what has been compared once must learn of every
	 * change.
	 */
	private callMeeting(group: readonly WaitingItem[]): void {
		const changing = group.filter(({ passed, changes }) => passed && changes !== undefined);
		if (changing.length === 0) return;
		if (!this.lastMeeting && !changing.some(({ prepares }) => prepares)) return;
		const { nextTick } = this.settings;
		const before = this.lastMeeting;
		const meeting = new Meeting(changing.length, RELEASED_AT_A_TIME, nextTick, before);
		this.lastMeeting = meeting;
		for (const { index } of changing) this.meetings.set(index, meeting);
	}

	/** Whether this item waits for others, so that it has to say what it is going to change. */
	meets(index: number): boolean {
		return this.meetings.has(index);
	}

	/**
	 * An item that changes something is as far as the others may be, too: with looking up, say.
	 * Resolves when all of them are, in the order of the items.
	 * @param isIdle it has nothing to change, and may go on after those that have
	 * @throws {RunStoppedError} when the run has stopped meanwhile
	 */
	async whenAllPrepared(index: number, isIdle = false): Promise<void> {
		await this.meetings.get(index)?.arrive(index, isIdle);
		if (this.stopped) throw new RunStoppedError();
	}

	/** An item has failed or is done: the others need not wait for it. */
	leave(index: number): void {
		const meeting = this.meetings.get(index);
		this.meetings.delete(index);
		meeting?.leave();
	}

	/**
	 * A failure may be reported. With groups RoutingNode only looks at its promises after the last
	 * one has been started; a rejection before that would count as unhandled.
	 */
	async mayReject(): Promise<void> {
		const { inGroups, overAllItems } = this.settings;
		if (inGroups && !overAllItems) await this.allStarted.promise;
	}

	/**
	 * Changes to one user, one after the other in the order of the items.
	 * @param user the user's key
	 * @param hasChanged asked afterwards: whether something was written
	 */
	async inOrder<T>(
		user: string,
		work: () => Promise<T>,
		hasChanged: () => boolean = () => true,
	): Promise<T> {
		const result = await this.changed.inOrder(user, work);
		if (hasChanged()) this.written++;
		return result;
	}

	/**
	 * How far a run of changes got, once everything in flight has ended; undefined for one item.
	 * For the message of the item that stopped it.
	 */
	async progress(): Promise<string | undefined> {
		if (this.settings.size === 1) return undefined;
		this.waitingForOthers++;
		await new Promise<void>((resolve) => {
			this.whenOthersSettled.push(resolve);
			this.noteSettled();
		});
		return `${this.written} of ${this.settings.size} users were updated before this`;
	}

	private noteSettled(): void {
		if (this.settled + this.waitingForOthers < this.started.size) return;
		for (const resolve of this.whenOthersSettled.splice(0)) resolve();
	}

	/** Something to be done once the whole run has succeeded, and not before. */
	onSuccess(work: () => void): void {
		this.whenSucceeded.push(work);
	}

	/** No item has failed in a way that fails the run. */
	succeed(): void {
		for (const work of this.whenSucceeded.splice(0)) work();
	}

	/** An item has its result. After the last one the run is forgotten. */
	settle(): void {
		this.settled++;
		const { overAllItems, size } = this.settings;
		if (!overAllItems && this.settled === size && !this.stopped) this.succeed();
		this.noteSettled();
		if (this.settled === this.settings.size && runs.get(this.input) === this) {
			runs.delete(this.input);
		}
	}
}
