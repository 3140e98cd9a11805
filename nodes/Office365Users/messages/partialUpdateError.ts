/** A later request of one item was refused after earlier ones had been carried out. */
export class PartialUpdateError extends Error {
	constructor(
		/** Why the later one was refused. */
		readonly reason: unknown,
		/** Names of the fields that are written already. */
		readonly written: readonly string[],
	) {
		super('Half done');
		this.name = 'PartialUpdateError';
	}
}
