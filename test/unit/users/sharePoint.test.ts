import {
	isSharePointFailure,
	lacksSharePoint,
} from '../../../nodes/Office365Users/users/sharePoint';
import { GraphError } from '../../../nodes/Office365Users/transport/graphError';
import { answer, refusal } from '../../support/graph/send';

/** The rows of docs/graph.md#sharepoint-errors. */
test.each([
	[404, '-1, Microsoft.SharePoint.Client.ResourceNotFoundException', ''],
	[500, '-2147467259, Microsoft.SharePoint.SPException', 'Cannot complete this action.'],
	[500, '-1, Microsoft.Office.Server.Directory.DirectoryObjectUnauthorizedAccessException', ''],
	[400, 'BadRequest', 'Tenant does not have a SPO license.'],
	[400, 'UnknownError', 'ID3035: The request was not valid or is malformed.'],
	[401, 'Unauthorized', 'Access to SharePoint is denied.'],
	[500, 'InternalServerError', "Request failed, statusCode='401(Unauthorized)'"],
	[500, 'InternalServerError', 'Upstream: 403 (Forbidden)'],
	[500, '', "Exception of type 'Microsoft.SharePoint.Client.ServerException' was thrown."],
])('%i %s %s is of SharePoint', (status, code, message) => {
	expect(isSharePointFailure(new GraphError(status, code, message))).toBe(true);
	expect(isSharePointFailure(refusal(status, code, message))).toBe(true);
});

test.each([
	[404, 'Request_ResourceNotFound', "Resource 'svc-sharepoint@contoso.com' does not exist."],
	[403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.'],
	[500, 'InternalServerError', ''],
	[503, 'serviceNotAvailable', 'Try again later, ticket 401(Unauthorized)'],
	[401, 'InvalidAuthenticationToken', 'Access token has expired.'],
	[429, 'TooManyRequests', 'SharePoint is throttled.'],
])('%i %s %s is not', (status, code, message) => {
	expect(isSharePointFailure(new GraphError(status, code, message))).toBe(false);
	expect(isSharePointFailure(refusal(status, code, message))).toBe(false);
});

test('a success is none, whatever it holds', () => {
	expect(isSharePointFailure(answer(200, { error: { code: 'SharePoint' } }))).toBe(false);
});

test('a tenant without SharePoint is more than a user without it', () => {
	expect(lacksSharePoint(new GraphError(400, '', 'Tenant does not have a SPO license.'))).toBe(
		true,
	);
	expect(lacksSharePoint(new GraphError(400, '', 'User does not have a SPO license.'))).toBe(false);
	expect(lacksSharePoint(new GraphError(400, '', 'This tenant has no license'))).toBe(false);
	expect(lacksSharePoint(new GraphError(404, 'Microsoft.SharePoint.X', ''))).toBe(false);
});
