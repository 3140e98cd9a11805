/** How many users a run of Sync Users is about to change: counted before the first change. */
import { InvalidParameterError } from '../../checks/invalidParameterError';

export class SyncCount {
	/** IDs of the users who differ from the list. */
	readonly differing = new Set<string>();
	/** Whether a change has been sent: with Batching in the node's settings, groups come one by one. */
	hasBegun = false;

	/** @throws {InvalidParameterError} when there are more than the workflow allows */
	check(most: number | undefined): void {
		if (most !== undefined && this.differing.size > most) {
			throw new InvalidParameterError(
				`${this.differing.size} users differ from the list, and 'Stop If More Than' is ${most}: ${this.hasBegun ? 'no more of them are changed' : 'nothing has been changed'}`,
				"Look at the changes with 'Preview Only'; then correct the list, or raise 'Stop If More Than'",
			);
		}
		this.hasBegun = true;
	}
}
