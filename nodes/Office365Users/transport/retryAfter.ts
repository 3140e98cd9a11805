/**
 * How long Graph asks to wait. Seconds, also fractional, or an HTTP date (graph-facts 3).
 * @param value the `Retry-After` header
 * @param now milliseconds since 1970
 * @returns milliseconds, or undefined when there is no usable header
 */
export function retryAfterMs(value: string | undefined, now: number): number | undefined {
	if (value === undefined || value.trim() === '') return undefined;
	const seconds = Number(value);
	if (Number.isFinite(seconds)) return seconds < 0 ? undefined : Math.ceil(seconds * 1000);
	// Date.parse alone takes nearly anything with a number in it for some day of 2001.
	const date = /\d{2}:\d{2}:\d{2}/.test(value) ? Date.parse(value) : NaN;
	return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
