import type { StoredUser, SharePointFailure } from '../directory/user.ts';
import { GraphError } from './errors.ts';

/** The reported ways; statuses and texts that no report states are assumptions (docs/graph.md#sharepoint-errors). */
const failures: Readonly<
	Record<SharePointFailure, readonly [status: number, code: string, message: string]>
> = {
	notFound: [404, '-1, Microsoft.SharePoint.Client.ResourceNotFoundException', 'User not found.'],
	exception: [
		500,
		'-2147467259, Microsoft.SharePoint.SPException',
		'Cannot complete this action.\n\nPlease try again.',
	],
	unauthorized: [
		500,
		'-1, Microsoft.Office.Server.Directory.DirectoryObjectUnauthorizedAccessException',
		'Attempted to perform an unauthorized operation.',
	],
	guestProfile: [500, 'InternalServerError', 'ID3035: The request was not valid or is malformed.'],
	unlicensed: [400, 'BadRequest', 'User does not have a SPO license.'],
	status401: [401, 'Unauthorized', 'Access denied by SharePoint.'],
	status403: [
		403,
		'-2147024891, System.UnauthorizedAccessException',
		'Access denied. You do not have permission to perform this action in SharePoint.',
	],
	wrapped401: [
		500,
		'InternalServerError',
		"The service was not able to process your request statusCode='401(Unauthorized)' | The remote server returned an error: (401) Unauthorized.",
	],
};

/** How SharePoint refuses to read or write this user's profile; undefined: it does not. */
export function sharePointRefusal({ sharePoint }: StoredUser): GraphError | undefined {
	if (sharePoint === true) return undefined;
	if (sharePoint === false)
		return new GraphError(403, 'accessDenied', 'Access denied. The user has no personal site.');
	return new GraphError(...failures[sharePoint]);
}

/** SharePoint answers for users that the directory no longer has (docs/graph.md#sharepoint-errors). */
export const deletedFromSharePoint = (): GraphError => new GraphError(...failures.notFound);
