/**
 * The items of one node run together. RoutingNode starts every item by itself, so what holds for
 * the run as a whole is kept here: all items are checked before the first request, nothing further
 * is started once a run that stops on failure has failed, and what was learnt serves every item.
 */
import type { RunCredential } from './credential';
import { FieldAccessCache } from '../users/fieldAccess';
import { type Deferred, deferred } from '../transport/deferred';
import type { Outbox } from '../transport/outbox';

export interface RunSettings {
	/** How many items the run has. */
	readonly size: number;
	/** False under "On Error: Continue". */
	readonly stopsOnFailure: boolean;
	/** Request Options > Batching starts the items in groups, with pauses between them. */
	readonly inGroups: boolean;
	/** Resolves on a later tick. */
	readonly nextTick: () => Promise<void>;
}

/** So many items go ahead together; n8n does other things before the next. Whole batches of 20. */
const AT_A_TIME = 200;

const runs = new WeakMap<object, Run>();

export class Run {
	/** What one item found out about fields that are refused. */
	readonly fieldAccess = new FieldAccessCache();
	readonly credential: RunCredential = {};
	private readonly outboxes = new Map<string, Outbox>();

	private readonly started = new Set<number>();
	private arrived = 0;
	private settled = 0;
	private waiting = 0;
	private written = 0;
	private readonly whenOthersSettled: Array<() => void> = [];
	private readonly lastWrite = new Map<string, Promise<unknown>>();
	private stopped = false;
	private readonly group: Array<Deferred<void>> = [];
	private readonly allStarted = deferred();

	private constructor(private readonly settings: RunSettings) {}

	/**
	 * The run an item belongs to. Retry On Fail runs the same input again under the same object:
	 * an index that comes a second time opens a new run.
	 * @param execution what n8n hands to all items of one node run (`getExecuteData()`)
	 */
	static start(execution: object, index: number, settings: () => RunSettings): Run {
		let run = runs.get(execution);
		if (!run || run.started.has(index)) {
			run = new Run(settings());
			runs.set(execution, run);
		}
		run.started.add(index);
		if (run.started.size === run.settings.size) run.allStarted.resolve();
		return run;
	}

	/**
	 * Where the items of one credential put their requests.
	 * @param credential tells credentials apart: items of different ones are never sent together
	 */
	outbox(credential: string, make: () => Outbox): Outbox {
		let outbox = this.outboxes.get(credential);
		if (!outbox) this.outboxes.set(credential, (outbox = make()));
		return outbox;
	}

	/** True once nothing more may be started. */
	get ended(): boolean {
		return this.stopped;
	}

	/**
	 * An item's checks are done. Resolves when those of all items (of its group) are.
	 * @param passed whether the item may be sent
	 * @returns whether this item is to be sent
	 */
	async whenAllChecked(passed: boolean): Promise<boolean> {
		if (!passed && this.settings.stopsOnFailure) this.stopped = true;
		this.arrived++;
		const mine = deferred();
		this.group.push(mine);
		if (this.arrived === this.started.size) void this.openOnNextTick();
		await mine.promise;
		return passed && !this.stopped;
	}

	private async openOnNextTick(): Promise<void> {
		await this.settings.nextTick();
		if (this.arrived !== this.started.size) return;
		// Fewer items than the run has: n8n itself failed on one of them and has ended the run.
		if (
			this.settings.stopsOnFailure &&
			!this.settings.inGroups &&
			this.started.size < this.settings.size
		) {
			this.stopped = true;
		}
		const group = this.group.splice(0);
		for (const [index, { resolve }] of group.entries()) {
			if (index > 0 && index % AT_A_TIME === 0) await this.settings.nextTick();
			resolve();
		}
	}

	/** An item failed and the run stops on failure: nothing further is started. */
	stop(): void {
		this.stopped = true;
	}

	/**
	 * A failure may be reported. With groups n8n only looks at its promises after the last one has
	 * been started; a rejection before that would count as unhandled.
	 */
	async mayReject(): Promise<void> {
		if (this.settings.inGroups) await this.allStarted.promise;
	}

	/**
	 * Changes of one user, one after the other in the order of the items.
	 * @param key the user's (UserRef)
	 */
	async inOrder<T>(key: string, work: () => Promise<T>): Promise<T> {
		const before = this.lastWrite.get(key) ?? Promise.resolve();
		const mine = before.then(work, work);
		this.lastWrite.set(key, mine);
		const result = await mine;
		this.written++;
		return result;
	}

	/**
	 * How far a run of changes got, once everything in flight has ended; undefined for one item.
	 * For the message of the item that stopped it.
	 */
	async progress(): Promise<string | undefined> {
		if (this.settings.size === 1) return undefined;
		this.waiting++;
		await new Promise<void>((resolve) => {
			this.whenOthersSettled.push(resolve);
			this.noteSettled();
		});
		return `${this.written} of ${this.settings.size} users were updated before this`;
	}

	private noteSettled(): void {
		if (this.settled + this.waiting < this.started.size) return;
		for (const resolve of this.whenOthersSettled.splice(0)) resolve();
	}

	/** An item has its result. After the last one the run is forgotten. */
	settle(execution: object): void {
		this.settled++;
		this.noteSettled();
		if (this.settled === this.settings.size && runs.get(execution) === this) runs.delete(execution);
	}
}
