import { randomBytes } from 'node:crypto';
import type { Selection } from './select.ts';

export interface DeltaState {
	readonly selection: Selection;
	readonly ids: ReadonlySet<string> | undefined;
	/** Version of the directory when this round was put together. */
	readonly version: number;
	/** What this round returns; changed null: returned for the first time. */
	readonly items: ReadonlyArray<{
		readonly id: string;
		readonly changed: ReadonlySet<string> | null;
	}>;
	/** Index in `items` where the next page starts. */
	readonly start: number;
	readonly at: number;
	readonly minimal: boolean;
}

const kept = 2_000;

/** What the opaque $skiptoken and $deltatoken of delta stand for. */
export class DeltaStates {
	private readonly states = new Map<string, DeltaState>();

	keep(kind: 'skip' | 'delta', state: DeltaState): string {
		const token = randomBytes(48).toString('base64url');
		this.states.set(`${kind} ${token}`, state);
		if (this.states.size > kept)
			for (const oldest of this.states.keys()) {
				this.states.delete(oldest);
				break;
			}
		return token;
	}

	get(kind: 'skip' | 'delta', token: string): DeltaState | undefined {
		return this.states.get(`${kind} ${token}`);
	}

	clear(): void {
		this.states.clear();
	}
}
