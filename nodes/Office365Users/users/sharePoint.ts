/**
 * SharePoint keeps some of a user's fields and fails in its own ways
 * (docs/graph.md#sharepoint-errors, docs/graph.md#reading-sharepoint-properties).
 */
import { GraphError, graphErrorOf } from '../transport/graphError';
import type { HttpResponse } from '../transport/http';
import { graphSays } from './graphTexts';

/** How SharePoint shows itself in a code or a text: by name, or by an error number of its own. */
const SHAREPOINT = /SharePoint|\bSPO\b|Office\.Server|\bID3035\b/i;
/** A user's name, such as svc-sharepoint@contoso.com, says nothing about where an error comes from. */
const USER_NAMES = /\S+@\S+/g;

/**
 * Whether a failure concerns only SharePoint's part of a user: everything else about the user can
 * still be read. Any status will do, but for 429: that the app is throttled passes.
 */
export function isSharePointFailure(failure: GraphError | HttpResponse): boolean {
	if (!(failure instanceof GraphError)) {
		return failure.status >= 400 && isSharePointFailure(graphErrorOf(failure));
	}
	const { status, code, message } = failure;
	if (status === 429) return false;
	return (
		SHAREPOINT.test(code) ||
		SHAREPOINT.test(message.replace(USER_NAMES, '')) ||
		(status === 500 && graphSays(failure, 'refusalPassedOn') !== undefined)
	);
}

const lacksLicense = (error: GraphError): boolean =>
	isSharePointFailure(error) && /licen[cs]e/i.test(error.message);

/** The whole tenant is without SharePoint, and not just a user (docs/graph.md#no-spo-license). */
export const lacksSharePoint = (error: GraphError): boolean =>
	lacksLicense(error) && /\btenant\b/i.test(error.message);

/** What SharePoint's failure comes down to, for messages. */
export function sharePointReason(error: GraphError, who: string): string {
	if (lacksLicense(error)) {
		return `this ${lacksSharePoint(error) ? 'tenant' : 'user'} has no SharePoint Online license`;
	}
	if (error.status === 404) return 'SharePoint has no profile of this user';
	return error.status === 401 ||
		error.status === 403 ||
		graphSays(error, 'refusalPassedOn') !== undefined ||
		/Unauthorized|AccessDenied/i.test(error.code)
		? `${who} has no right to read them`
		: `SharePoint failed with status ${error.status}`;
}

/** A refused access token, or a sign-in that has to be repeated: nothing to do with any field. */
const refusesToken = ({ status, code, headers }: GraphError): boolean =>
	status === 401 &&
	(/InvalidAuthenticationToken|NoPermissionsInAccessToken/i.test(code) ||
		headers['www-authenticate']?.includes('claims=') === true);

/** Whether an error refuses the fields rather than the user or the sign-in. */
export const refusesFields = (error: unknown): error is GraphError =>
	error instanceof GraphError &&
	(isSharePointFailure(error) ||
		((error.status === 401 || error.status === 403) && !refusesToken(error)));
