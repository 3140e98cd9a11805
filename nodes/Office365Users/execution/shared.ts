/** What the items of a run keep together, one object of each kind. */
export class Shared {
	private readonly kept = new Map<new () => object, object>();

	/** The same object for everyone who asks for this kind. */
	of<T extends object>(kind: new () => T): T {
		let found = this.kept.get(kind) as T | undefined;
		if (!found) this.kept.set(kind, (found = new kind()));
		return found;
	}
}
