import { quoted } from '../checks/text';
import type { AskedOfGraph, Sentence } from './asked';

/** An app asks for what belongs to a signed-in user. */
export const noSignedInUser = ({ user }: Pick<AskedOfGraph, 'user'>): Sentence =>
	user === undefined
		? {
				message:
					'This operation is about the signed-in user, and this credential signs in an app, not a user',
				hint: "Choose an operation that names the user, such as Get User Profile, or set 'Authentication' to Signed-In User (OAuth2)",
			}
		: {
				message: `'User' is ${quoted(user.label)}, and no user is signed in: this credential signs in an app`,
				hint: "Name the user in 'User' by user principal name or ID, or set 'Authentication' to Signed-In User (OAuth2)",
			};
