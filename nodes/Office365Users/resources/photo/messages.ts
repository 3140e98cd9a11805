/** What failures about a photo mean (docs/graph.md#no-photo, docs/graph.md#photo-upload). */
import { type Asked, type Explainer, inQuotes, type Sentence } from '../../messages/asked';
import { toGrant, whoAsked } from '../../messages/permissionHint';
import type { GraphError } from '../../transport/graphError';
import { lacksMailbox } from '../../users/mailbox';
import { PhotoError } from './photoError';

/** @returns undefined where the failure is not about the photo */
export const photoSentence: Explainer = (error, asked) =>
	error instanceof PhotoError
		? foundOut(error, inQuotes(asked.graph), asked.graph.changes !== undefined)
		: refused(error, asked);

function refused(error: GraphError, { graph }: Asked): Sentence | undefined {
	const whose = inQuotes(graph);
	switch (error.status) {
		case 400:
			if (/^Validation(Width|Height)TooSmall$/.test(error.code)) {
				return {
					message: `The photo for ${whose} is too small: Microsoft takes images from 48 x 48 pixels up`,
					hint: 'Choose a larger image, best a square one of 648 x 648 pixels',
				};
			}
			return undefined;
		case 403:
			return graph.changes === undefined
				? undefined
				: {
						message: `${whoAsked(graph)} has no right to change the photo of ${whose}; it takes the permission ${graph.permission}`,
						hint: `${toGrant(graph)}.${graph.appOnly ? '' : ' The photo of another user also takes an administrator role, such as User Administrator.'} The organization may also have locked photos`,
					};
		case 404:
			// An unknown user has a code of its own, and its own sentence.
			return error.code === 'Request_ResourceNotFound'
				? undefined
				: {
						message: `Found no photo of ${whose}, or no such user: this account may not look up which`,
						hint: `${toGrant(graph)}; looking up users takes User.ReadBasic.All`,
					};
		case 413:
			return {
				message: `The photo for ${whose} is too big for Microsoft Graph: it must be smaller than 4 MB`,
				hint: 'Make the image smaller; 648 x 648 pixels are enough',
			};
		default:
			return undefined;
	}
}

function foundOut(error: PhotoError, whose: string, changes: boolean): Sentence {
	switch (error.reason) {
		case 'otherSize':
			return {
				message: `The photo of ${whose} is not available in the chosen 'Size'${error.size ? `; it has ${error.size} pixels` : ''}`,
				hint: "Choose a smaller 'Size', or Largest to get the photo as it is",
			};
		case 'notTaken':
			return {
				message: `Microsoft did not take the photo for ${whose}; a user without an Exchange Online mailbox takes only small ones, up to about 100 KB`,
				hint: 'Make the image smaller, or give the user a licence with a mailbox',
			};
		case 'absent':
			return {
				message: `No photo found for ${whose}${lacksMailbox(error) ? ', who has no Exchange Online mailbox' : ''}`,
				hint: changes
					? 'There is nothing to delete'
					: "To get an empty result instead, set the option 'If Not Found'",
			};
	}
}
