/** What refusals about a photo mean (graph-facts 2.7). */
import { shown } from './badInput';
import type { Asked, Sentence } from './explain';
import type { GraphError } from './graphError';
import { lacksMailbox } from './mailbox';
import { toGrant, whoAsked } from './permissionHint';
import { PhotoRefusal } from './photoRefusal';

const isPhotoPath = (path: string): boolean => /\/photos?(\/|$)/.test(path);

/** @returns undefined where the refusal is not about a photo */
export function photoSentence(error: GraphError, { graph, path }: Asked): Sentence | undefined {
	if (!isPhotoPath(path)) return undefined;
	const whose = graph.user === undefined ? 'the signed-in user' : shown(graph.user);
	if (error instanceof PhotoRefusal) return foundOut(error, whose, graph.writes !== undefined);
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
			return graph.writes === undefined
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

function foundOut(error: PhotoRefusal, whose: string, changes: boolean): Sentence {
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
