/** A sign-in that did not work, in words that say what to do. */

export interface SignInDetails {
	/** Microsoft's number, such as AADSTS7000215. */
	readonly code: string | null;
	readonly statusCode: number | null;
	/** Microsoft's trace ID. */
	readonly requestId: string | null;
	readonly date: string | null;
}

const NO_DETAILS: SignInDetails = { code: null, statusCode: null, requestId: null, date: null };

/**
 * Its members have names of their own: n8n takes `code`, `status` and the like for those of an HTTP
 * answer and puts its own words in place of these.
 */
export class SignInFailure extends Error {
	/**
	 * @param message what is wrong, and Microsoft's own words where Microsoft said no
	 * @param description what to do about it
	 * @param isFinal false where asking again may help
	 */
	constructor(
		message: string,
		readonly description: string,
		readonly signIn: SignInDetails = NO_DETAILS,
		readonly isFinal = true,
	) {
		super(message);
		this.name = 'SignInFailure';
	}
}

/** Credential types and nodes may be loaded apart, each with a class of its own. */
export const isSignInFailure = (error: unknown): error is SignInFailure =>
	error instanceof Error && error.name === 'SignInFailure' && 'signIn' in error;
