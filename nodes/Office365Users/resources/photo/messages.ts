/** What failures about a photo mean (docs/graph.md#no-photo, docs/graph.md#photo-upload). */
import { type Asked, type Explainer, inQuotes, type Sentence } from '../../messages/asked';
import { isForbidden } from '../../messages/forbidden';
import {
	isGranted,
	LARGER_DOES_NOT_HELP,
	permissionsIn,
	toGrant,
	whoAsked,
} from '../../messages/permissionHint';
import type { GraphError } from '../../transport/graphError';
import { lacksMailbox } from '../../users/mailbox';
import { isGraphs404 } from '../../users/notFound';
import { ME } from '../../users/userRef';
import { PhotoError } from './photoError';

/** @returns undefined where the failure is not about the photo */
export const photoSentence: Explainer = (error, asked) =>
	error instanceof PhotoError ? foundOut(error, inQuotes(asked.graph)) : refused(error, asked);

/** Exchange's policy for mailboxes forbids it, whatever the permission (docs/graph.md#photo). */
const BY_MAILBOX_POLICY = new Set(['ForbiddenByPolicy', 'invalid_role']);

function refused(error: GraphError, asked: Asked): Sentence | undefined {
	const { graph } = asked;
	const whose = inQuotes(graph);
	if (BY_MAILBOX_POLICY.has(error.code)) {
		return {
			message: `The organization's mailbox policy does not allow the photo of ${whose} to be ${graph.changes === undefined ? 'read' : 'changed'} this way`,
			hint: `An Exchange administrator can change the policy, such as SetPhotoEnabled of the Outlook on the web mailbox policy. ${LARGER_DOES_NOT_HELP}`,
		};
	}
	if (isForbidden(error)) return graph.changes === undefined ? undefined : notAllowed(asked);
	switch (error.status) {
		case 400:
			return /^Validation(Width|Height)TooSmall$/.test(error.code)
				? {
						message: `The photo for ${whose} is too small: Microsoft accepts images of 48 x 48 pixels or more`,
						hint: 'Choose a larger image, ideally a square one of 648 x 648 pixels',
					}
				: undefined;
		case 404:
			// An unknown user has a code of its own, and its own sentence.
			return error.code === 'Request_ResourceNotFound' || !isGraphs404(error)
				? undefined
				: {
						message: `Found no photo of ${whose}, or no such user: this account may not look up which`,
						hint: `Looking up users needs the permission User.ReadBasic.All. ${toGrant(graph, ['User.ReadBasic.All'])}`,
					};
		case 413:
			return {
				message: `The photo for ${whose} is too large for Microsoft Graph: it must be smaller than 4 MB`,
				hint: 'Make the image smaller; 648 x 648 pixels are enough',
			};
		default:
			return undefined;
	}
}

/** docs/graph.md#photo-permissions, docs/graph.md#photo */
function notAllowed({ graph }: Asked): Sentence {
	const who = whoAsked(graph);
	const whose = inQuotes(graph);
	const needed = permissionsIn(graph.permission);
	const isOwn = (graph.user ?? ME).key === ME.key;
	if (needed.some((name) => isGranted(graph, name))) {
		return isOwn
			? {
					message: `The organization does not let ${whose} change the photo`,
					hint: `An administrator can allow it, or change the photo instead. ${LARGER_DOES_NOT_HELP}`,
				}
			: {
					message: `${who} has the permission to change the photo of ${whose}, but not the role: it needs the Entra role User Administrator, People Administrator or Global Administrator`,
					hint: `An administrator can assign the role in the Entra admin center under Roles & admins. ${LARGER_DOES_NOT_HELP}. The organization may also have locked photos`,
				};
	}
	const role = graph.appOnly || isOwn ? '' : '; and an Entra role such as User Administrator';
	return {
		message: `${who} has no right to change the photo of ${whose}; it needs the permission ${graph.permission}${role}`,
		hint: `${toGrant(graph, needed)}. The organization may also have locked photos`,
	};
}

function foundOut(error: PhotoError, whose: string): Sentence {
	switch (error.reason) {
		case 'otherSize':
			return {
				message: `The photo of ${whose} is not available in the chosen 'Size'${error.detail ? `; it has ${error.detail} pixels` : ''}`,
				hint: "Choose a smaller 'Size', or Largest to get the photo as it is",
			};
		case 'notTaken':
			return {
				message: `Microsoft did not accept the photo for ${whose}; without an Exchange Online mailbox a user can only have a small one, up to about 100 KB`,
				hint: 'Make the image smaller, or give the user a license with a mailbox',
			};
		case 'otherType':
			return {
				message: `Microsoft documents only JPEG for photos and did not accept the ${error.detail} file for ${whose}`,
				hint: "Convert the image first, with n8n's Edit Image node: operation Resize, option Format: JPEG",
			};
		case 'absent':
			return {
				message: `No photo found for ${whose}${lacksMailbox(error) ? ', who has no Exchange Online mailbox' : ''}`,
				hint: "To get an empty result instead, set the option 'If Not Found'",
			};
	}
}
