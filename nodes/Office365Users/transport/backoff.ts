/** How long to wait where nobody says so. Times in milliseconds. */

const LONGEST_BACKOFF_MS = 60_000;

/** 1 s, 2 s, 4 s, ... a minute. */
export const longestBackoff = (retries: number): number =>
	Math.min(LONGEST_BACKOFF_MS, 1000 * 2 ** retries);

/**
 * Full jitter: anything up to that.
 * @param chance 0 to 1
 */
export const backoff = (retries: number, chance: number): number =>
	chance * longestBackoff(retries);

/** How long so many retries take at most. */
export function longestBackoffs(retries: number): number {
	let total = 0;
	for (let retry = 0; retry < Math.min(retries, 1000); retry++) total += longestBackoff(retry);
	return total;
}
