import { randomBytes } from 'node:crypto';
import type { UserVersion } from '../directory/directory.ts';
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
		/** As the user was then; without it as the user is. */
		readonly version?: UserVersion | undefined;
		/** The manager before the changes. */
		readonly managerBefore?: string | null;
	}>;
	/** Index in `items` where the next page starts. */
	readonly start: number;
	readonly at: number;
	/** The empty page that begins the round has been returned. */
	readonly emptied?: boolean;
}

const kept = 2_000;

/** What the opaque $skiptoken and $deltatoken of delta stand for. */
export class DeltaStates {
	private readonly states = new Map<string, DeltaState>();
	/** Tells the tokens of this tenant from those of others. */
	private readonly prefix: string;

	constructor(tenantId: string) {
		this.prefix = tenantId.replaceAll('-', '');
	}

	keep(kind: 'skip' | 'delta', state: DeltaState): string {
		const token = this.prefix + randomBytes(48).toString('base64url');
		this.states.set(`${kind} ${token}`, state);
		if (this.states.size > kept)
			for (const oldest of this.states.keys()) {
				this.states.delete(oldest);
				break;
			}
		return token;
	}

	/** Whose token it is; undefined: it is none. */
	issuer(token: string): 'this tenant' | 'another tenant' | undefined {
		if (!/^[0-9a-f]{32}[\w-]{64}$/.test(token)) return undefined;
		return token.startsWith(this.prefix) ? 'this tenant' : 'another tenant';
	}

	get(kind: 'skip' | 'delta', token: string): DeltaState | undefined {
		return this.states.get(`${kind} ${token}`);
	}

	clear(): void {
		this.states.clear();
	}
}
