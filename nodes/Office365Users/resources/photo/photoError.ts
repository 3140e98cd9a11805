import { GraphError } from '../../transport/graphError';

/** Why a photo was not given, taken or deleted, although the user exists. */
export type PhotoReason =
	/** There is none. */
	| 'absent'
	/** There is one, but not in the size that was asked for. */
	| 'otherSize'
	/** Graph does not take it for this user. */
	| 'notTaken';

/** A 404 about a photo whose meaning has been found out. */
export class PhotoError extends GraphError {
	constructor(
		readonly reason: PhotoReason,
		{ status, code, message, requestId, date, headers }: GraphError,
		/** The size that there is, such as 120 x 120. */
		readonly size?: string,
	) {
		super(status, code, message, requestId, date, headers);
		this.name = 'PhotoError';
	}
}
