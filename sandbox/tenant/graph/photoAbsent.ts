import type { AbsentPhotoShape, StoredPhoto, StoredUser } from '../directory/user.ts';
import { GraphError } from './errors.ts';

const messages: Partial<Record<AbsentPhotoShape, string>> = {
	ImageNotFound:
		"Exception of type 'Microsoft.Fast.Profile.Core.Exception.ImageNotFoundException' was thrown.",
	ErrorItemNotFound:
		'The specified object was not found in the store., The process failed to get the correct properties.',
	ErrorEntityNotFound: 'The photo was not found.',
	GetUserPhoto: 'The operation GetUserPhoto failed: no photo was found.',
	MailboxNotEnabledForRESTAPI:
		'The mailbox is either inactive, soft-deleted, or is hosted on-premise.',
	ErrorNonExistentMailbox: 'The SMTP address has no mailbox associated with it.',
	ErrorProfileNotFound: 'The profile of the user was not found.',
	ErrorUserResolutionFailedUserDoesNotExist: 'The user could not be resolved.',
	ResourceNotFound: 'Resource could not be discovered.',
};

/** 404 in one of the shapes that callers have reported (docs/graph.md#no-photo). */
export function absentPhoto(user: StoredUser): GraphError {
	if (user.absentPhoto === 'UnknownError') {
		// The actual error is a JSON string in the message.
		return new GraphError(
			404,
			'UnknownError',
			JSON.stringify({
				errorCode: 'ErrorItemNotFound',
				message: messages.ErrorItemNotFound,
				target: null,
				details: null,
				innerError: null,
			}),
		);
	}
	const code = user.absentPhoto === 'transparentGif' ? 'ImageNotFound' : user.absentPhoto;
	return new GraphError(404, code, messages[code] ?? 'The photo was not found.');
}

/** What the metadata of some users without a photo looks like. */
export const transparentGif: StoredPhoto = {
	bytes: Buffer.alloc(0),
	contentType: 'image/gif',
	width: 1,
	height: 1,
	etag: '',
};
