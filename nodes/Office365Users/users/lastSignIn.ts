/** When a user last signed in (docs/graph.md#inactive-users). */
import { type Entity } from '../transport/entity';
import { textProperty } from '../transport/http';

/** What must be read to tell. */
export const SIGN_IN_FIELDS: readonly string[] = ['createdDateTime', 'signInActivity'];

/** Since then Microsoft records successful sign-ins; before, only attempts are known. */
const RECORDED_SINCE = Date.UTC(2023, 11, 1);

/**
 * The time of the last successful sign-in. Without one that of the creation: an attempt since
 * successes are recorded has failed. An attempt before may have succeeded, and counts.
 * @returns milliseconds since 1970; -Infinity where nothing is known
 */
export function lastSignIn({ signInActivity, createdDateTime }: Entity): number {
	const time = (value: unknown): number => {
		const at = typeof value === 'string' ? Date.parse(value) : NaN;
		return Number.isNaN(at) ? -Infinity : at;
	};
	const of = (name: string): number => time(textProperty(signInActivity, name));
	const succeeded = of('lastSuccessfulSignInDateTime');
	if (succeeded > -Infinity) return succeeded;
	const attempted = Math.max(of('lastSignInDateTime'), of('lastNonInteractiveSignInDateTime'));
	const mayHaveSucceeded = attempted < RECORDED_SINCE || !knowsSuccess(signInActivity);
	return Math.max(time(createdDateTime), mayHaveSucceeded ? attempted : -Infinity);
}

/** Where the cloud does not record successes at all, attempts are all there is. */
const knowsSuccess = (activity: unknown): boolean =>
	typeof activity === 'object' && activity !== null && 'lastSuccessfulSignInDateTime' in activity;
