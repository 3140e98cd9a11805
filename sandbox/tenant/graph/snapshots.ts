import { randomBytes } from 'node:crypto';

interface Snapshot {
	readonly items: readonly unknown[];
	readonly fingerprint: string;
}

const kept = 300;

/**
 * The results of list requests that are being paged: a later page shows the list as it was when the
 * first was requested.
 */
export class Snapshots {
	private readonly snapshots = new Map<string, Snapshot>();

	keep(items: readonly unknown[], fingerprint: string): string {
		const id = randomBytes(12).toString('base64url');
		this.snapshots.set(id, { items, fingerprint });
		if (this.snapshots.size > kept)
			for (const oldest of this.snapshots.keys()) {
				this.snapshots.delete(oldest);
				break;
			}
		return id;
	}

	get(id: string, fingerprint: string): readonly unknown[] | undefined {
		const snapshot = this.snapshots.get(id);
		return snapshot?.fingerprint === fingerprint ? snapshot.items : undefined;
	}

	clear(): void {
		this.snapshots.clear();
	}
}
