/** What users had before the run, which is what undoing it restores however many rows change it. */
export class Originals {
	private readonly values = new Map<string, unknown>();

	/** @param now what the rows so far leave in the field */
	first(id: string, field: string, now: unknown): unknown {
		const name = `${id} ${field}`;
		if (!this.values.has(name)) this.values.set(name, now);
		return this.values.get(name);
	}
}

/** For rows that are only previewed. */
export class PreviewedOriginals extends Originals {}
