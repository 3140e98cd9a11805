import {
	isGranted,
	permissionsIn,
	toGrant,
} from '../../../nodes/Office365Users/messages/permissionHint';

test.each([
	['User.Read', ['User.Read']],
	['User.ReadBasic.All or ProfilePhoto.Read.All', ['User.ReadBasic.All', 'ProfilePhoto.Read.All']],
	['User-Phone.ReadWrite.All', ['User-Phone.ReadWrite.All']],
	['Sites.Read.All, for a signed-in user (an app alone cannot)', ['Sites.Read.All']],
	['', []],
	[undefined, []],
])('the permissions in %j', (text, names) => {
	expect(permissionsIn(text)).toEqual(names);
});

test.each([
	[undefined, 'User.Read', undefined],
	[[], 'User.Read', false],
	[['User.Read'], 'User.Read', true],
	[['user.read'], 'User.Read', true],
	[['User.ReadWrite.All'], 'User.Read', true],
	[['Directory.ReadWrite.All'], 'User.ReadBasic.All', true],
	[['User.Read'], 'User.ReadWrite', false],
	[['User.ReadWrite.All'], 'User-PasswordProfile.ReadWrite.All', false],
	[['User.ReadUpdate.All'], 'User.ReadWrite.All', false],
	[['Sites.FullControl.All'], 'Sites.ReadWrite.All', true],
])('with %j, %s: %j', (scopes, permission, granted) => {
	expect(isGranted({ scopes }, permission)).toBe(granted);
});

test.each([
	[['User.Read'], /^Choose Basic, or Custom with User\.Read, under 'Permissions'/],
	[['User.Read.All'], /^Choose Read, or Custom with/],
	[['User.ReadWrite'], /^Choose Read and Write, or Custom with User\.ReadWrite,/],
	[
		['ProfilePhoto.ReadWrite.All', 'User.ReadWrite.All'],
		/^Choose Read and Write, or Custom with Pro/,
	],
	[
		['AuditLog.Read.All'],
		/^Set 'Permissions' in the credential to Custom and add AuditLog\.Read\.All;/,
	],
	[[], /^Set 'Permissions' in the credential to Custom and add what is needed;/],
])('where to get %j', (permissions, words) => {
	expect(toGrant({}, permissions)).toMatch(words);
	expect(toGrant({}, permissions)).toContain('an administrator may have to consent');
	expect(toGrant({ appOnly: true }, permissions)).toContain('application permission');
});
