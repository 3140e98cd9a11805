/** One row of Sync Users: read, compared with the user, written where it differs. */
import type { IDataObject } from 'n8n-workflow';

import { InvalidParameterError } from '../../checks/invalidParameterError';
import type { Preparation, Preparing } from '../../execution/request';
import type { AskedOfGraph } from '../../messages/asked';
import { PartialUpdateError } from '../../messages/partialUpdateError';
import type { GraphClient } from '../../transport/client';
import type { Entity } from '../../transport/entity';
import { findNamed, isNow } from '../../users/namedByKey';
import { userPath, type UserRef } from '../../users/userRef';
import { asManager, type Manager, managerDifference } from './comparedManager';
import { readCurrent, withoutManagerAsNull, withProfile } from './currentUser';
import { differences, type FieldChange, namesToRead, narrowed } from './differences';
import { patchUser } from './patchUser';
import { Snapshots } from './snapshots';
import { MANAGER } from './syncColumns';
import { SyncCount } from './syncCount';
import { managerNamed, restoredManager } from './syncManager';
import { ofRow, type WantedRow } from './syncRow';
import { undone } from './syncUndo';
import { type ChangedField, type Changes, changesOf, type FieldValues } from './changes';
import { customValues } from './customAttributes';
import { type AnyValue, isEmptied } from './updateValues';
import { writeManager } from './writeManager';

export interface SyncSettings {
	/** True: nothing is written. */
	readonly isPreview: boolean;
	/** More users than this are not changed in one run. */
	readonly most: number | undefined;
	/** False: every user is read by a request of their own. */
	readonly together: boolean;
	/** Who asks, and with which permissions. */
	readonly asker: Pick<AskedOfGraph, 'appOnly' | 'scopes'>;
	/** Of the workflow. */
	readonly timezone: string;
	/** Columns that the tenant does not know are left out. */
	readonly ignoresUnknown: boolean;
}

/** Users as they would be if the rows that are only previewed were written, too. */
class PreviewedSnapshots extends Snapshots {}

export class SyncedUser implements Omit<Preparation, 'isNeeded'> {
	private id = '';
	private turn = 0;
	private userPrincipalName: unknown;
	private newManager: Manager | null | undefined;
	private remaining: Changes | undefined;
	private changes: readonly FieldChange[] = [];
	private undo: IDataObject | null = null;
	/** What the user is to have, custom attributes among it. */
	private values: FieldValues;

	/**
	 * @param row what the user is to have
	 * @param target becomes the user's once it is known who that is
	 */
	constructor(
		private readonly row: WantedRow,
		private readonly target: UserRef,
		private readonly settings: () => SyncSettings,
	) {
		this.values = row.values;
	}

	/** @throws {InvalidParameterError} for nobody, for several, and for a manager whom nobody is */
	readonly read = async (using: Preparing): Promise<void> => {
		const { row } = this;
		if (row.custom.length > 0) this.values = await this.withCustom(using);
		const [user, manager] = await Promise.allSettled([
			this.readUser(using),
			row.manager ? managerNamed(using, row.manager) : row.manager,
		]);
		if (user.status === 'rejected') throw user.reason;
		if (manager.status === 'rejected') throw ofRow(row.user.given, manager.reason);
		this.id = String(user.value.id);
		this.newManager = manager.value;
		for (const kind of [Snapshots, PreviewedSnapshots]) {
			using.shared.of(kind).add(user.value, this.id.toLowerCase());
		}
		isNow(this.target, this.id);
	};

	private async withCustom(using: Preparing): Promise<FieldValues> {
		const { user, values, custom } = this.row;
		const { asker, timezone, ignoresUnknown } = this.settings();
		return await customValues(custom, using, asker, 'Columns', timezone, ignoresUnknown).then(
			(more) => new Map<ChangedField, AnyValue>([...values, ...more]),
			(error: unknown) => {
				throw ofRow(user.given, error);
			},
		);
	}

	private async readUser(using: Preparing): Promise<Entity> {
		const { values } = this;
		const { user, manager } = this.row;
		const wanted = { names: namesToRead(values.keys()), manager: manager !== undefined };
		const { together } = this.settings();
		if (user.lookUp === undefined) return await readCurrent(using, user, wanted, together);
		const fields = { names: namesToRead(values.keys(), 'onLists'), manager: wanted.manager };
		const found = await findNamed(user.lookUp, using.lookup, using.client, fields);
		return await withProfile(using, withoutManagerAsNull(found, fields), wanted.names);
	}

	/** @throws {InvalidParameterError} when the user would be their own manager */
	readonly compare = ({ shared, sharedByRun }: Preparing): void => {
		const { id, row, newManager } = this;
		if (newManager?.id.toLowerCase() === id.toLowerCase()) {
			throw ofRow(
				row.user.given,
				new InvalidParameterError(
					`'${MANAGER.displayName}' is the user, who cannot be their own manager`,
				),
			);
		}
		const { isPreview } = this.settings();
		const snapshots = shared.of(Snapshots);
		this.turn = snapshots.nextTurn();
		const previewed = shared.of(PreviewedSnapshots).of(id.toLowerCase());
		const snapshot = isPreview ? previewed : snapshots.of(id.toLowerCase());
		this.userPrincipalName = snapshot.userPrincipalName;
		const managerBefore = snapshot.manager
			? restoredManager(asManager(snapshot.manager as Entity))
			: null;
		const found = differences(snapshot, this.values);
		const ofManager = newManager === undefined ? [] : managerDifference(snapshot, newManager);
		if (!isPreview) {
			differences(previewed, this.values);
			if (newManager !== undefined) managerDifference(previewed, newManager);
		}
		const emptied = [...this.values].filter(([, value]) => isEmptied(value));
		const cleared = emptied.map(([{ name }]) => name);
		this.remaining = narrowed({ values: this.values, cleared }, found.fields, snapshot);
		this.changes = [...found.changes, ...ofManager];
		const byId = ofManager.map(({ field }) => ({ field, from: managerBefore }));
		this.undo = undone(
			id,
			[...found.changes.filter(({ from }) => from !== undefined), ...byId].map(
				({ field, from }) => [field, snapshots.original(id, field, from)] as const,
			),
		);
		if (this.isChanged && !isPreview) sharedByRun.of(SyncCount).differing.add(id);
	};

	get isChanged(): boolean {
		return this.changes.length > 0;
	}

	/** Names of what differs. */
	get names(): string[] {
		return this.changes.map(({ field }) => field);
	}

	/** Writes what differs, unless this is a preview. */
	async write(
		client: GraphClient,
		{ shared, sharedByRun }: Pick<Preparing, 'shared' | 'sharedByRun'>,
	): Promise<void> {
		const { isPreview, most } = this.settings();
		if (isPreview) return;
		const snapshots = shared.of(Snapshots);
		const key = this.id.toLowerCase();
		await snapshots.write(key, this.turn, async () => {
			if (this.isChanged) sharedByRun.of(SyncCount).check(most);
		});
		// A row without a difference relies on what an earlier row was to leave.
		await snapshots.writeCompared(key, this.turn, this.row.user.label, async () => {
			if (this.isChanged) await this.writeAll(client);
		});
	}

	private async writeAll(client: GraphClient): Promise<void> {
		const { remaining = changesOf(new Map(), new Set()), newManager, target } = this;
		await patchUser(client, target.path, remaining);
		if (!this.names.includes(MANAGER.name) || newManager === undefined) return;
		const manager = newManager && {
			key: newManager.id,
			identity: newManager.id,
			path: userPath(newManager.id),
		};
		await writeManager(client, target, manager ?? undefined).catch((error: unknown) => {
			const written = [...remaining.updated, ...remaining.cleared];
			throw written.length > 0 ? new PartialUpdateError(error, written) : error;
		});
	}

	/** What came of the row; first what a person looks for in the editor's narrow table. */
	get result(): IDataObject {
		const isWritten = this.isChanged && !this.settings().isPreview;
		const renamed = this.changes.find(({ field }) => field === 'userPrincipalName')?.to;
		return {
			user: this.row.user.given,
			changed: this.isChanged,
			changes: this.changes as unknown as IDataObject[],
			written: isWritten,
			userPrincipalName: ((isWritten && renamed) || this.userPrincipalName) as string,
			id: this.id,
			undo: this.undo,
		};
	}
}
