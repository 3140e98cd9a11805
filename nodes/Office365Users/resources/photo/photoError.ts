import { GraphError } from '../../transport/graphError';

/** Why a photo was not returned, accepted or deleted, although the user exists. */
export type PhotoReason =
	/** There is none. */
	| 'absent'
	/** There is one, but not in the requested size. */
	| 'otherSize'
	/** Graph does not accept it for this user. */
	| 'notTaken'
	/** Graph does not accept a file that is not JPEG. */
	| 'otherType';

/** A refusal about a photo whose meaning has been found out. */
export class PhotoError extends GraphError {
	constructor(
		readonly reason: PhotoReason,
		{ status, code, message, requestId, date, headers, mayBeDone }: GraphError,
		/** The size that there is, such as 120 x 120; the type of a file, such as PNG. */
		readonly detail?: string,
	) {
		super(status, code, message, requestId, date, headers, mayBeDone);
		this.name = 'PhotoError';
	}
}

/** The user exists and has no photo. */
export const isAbsent = (error: unknown): error is PhotoError =>
	error instanceof PhotoError && error.reason === 'absent';
