/**
 * How long Graph asks to wait. Seconds, also fractional, or an HTTP date (docs/graph.md#throttling).
 * @param value the `Retry-After` header
 * @param now milliseconds since 1970
 * @returns milliseconds, or undefined when there is no usable header
 */
export function retryAfterMs(value: string | undefined, now: number): number | undefined {
	if (value === undefined || value.trim() === '') return undefined;
	const seconds = Number(value);
	if (Number.isFinite(seconds)) return seconds < 0 ? undefined : Math.ceil(seconds * 1000);
	const date = httpDate(value);
	return date === undefined ? undefined : Math.max(0, date - now);
}

/**
 * The same for an answer. A date is compared with the answer's own `Date`, so that a wrong clock on
 * this side does not matter.
 */
export const retryAfterOf = (
	headers: Readonly<Record<string, string>>,
	now: number,
): number | undefined => retryAfterMs(headers['retry-after'], httpDate(headers.date) ?? now);

function httpDate(value: string | undefined): number | undefined {
	// Date.parse alone takes nearly anything with a number in it for some day of 2001.
	if (value === undefined || !/\d{2}:\d{2}:\d{2}/.test(value)) return undefined;
	const date = Date.parse(value);
	return Number.isNaN(date) ? undefined : date;
}
