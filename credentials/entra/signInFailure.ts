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
 * The message alone says all: n8n's credential dialog and AI agents show nothing else. The members
 * have names of their own: n8n takes `code`, `status` and the like for those of an HTTP answer and
 * puts its own words in place of these.
 */
export class SignInFailure extends Error {
	/** What Microsoft's support asks for. */
	readonly description: string | undefined;

	/**
	 * @param says what is wrong, and Microsoft's own words where Microsoft said no
	 * @param todo what to do about it
	 * @param isFinal false where asking again may help
	 */
	constructor(
		readonly says: string,
		readonly todo: string,
		readonly signIn: SignInDetails = NO_DETAILS,
		readonly isFinal = true,
	) {
		super(`${says}. ${todo}`);
		this.name = 'SignInFailure';
		const { requestId, date } = signIn;
		this.description = requestId
			? `For Microsoft's support: trace ID ${requestId}${date ? `, ${date}` : ''}`
			: undefined;
	}
}

/** Credential types and nodes may be loaded apart, each with a class of its own. */
export const isSignInFailure = (error: unknown): error is SignInFailure =>
	error instanceof Error && error.name === 'SignInFailure' && 'signIn' in error;
