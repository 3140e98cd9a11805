import { userRef } from '../../../nodes/Office365Users/users/userRef';
import { InvalidParameterError } from '../../../nodes/Office365Users/checks/invalidParameterError';
import { FORBIDDEN_WORDS } from '../../support/forbiddenWords';

const userIdentity = (given: unknown, parameter: string): string =>
	userRef(given, parameter).identity;
const ID = '87d349ed-44d7-43e1-9a83-5f2406dee5bd';
const TENANT = '11111111-2222-3333-4444-555555555555';
const UPN = 'nathan@contoso.com';
const GUEST = 'nathan_example.com#EXT#@contoso.onmicrosoft.com';

describe('given as it is', () => {
	test.each([
		UPN,
		'Nathan.Smith@Contoso.onmicrosoft.com',
		'n@c',
		"o'brien@contoso.com",
		'$pecial@contoso.com',
		'jürgen@contoso.com',
		'a-b_c!d#e^f~g@contoso.com',
		GUEST,
		ID,
		ID.toUpperCase(),
	])('%s', (value) => {
		expect(userIdentity(value, 'User')).toBe(value);
		expect(userIdentity(`  ${value}\n`, 'User')).toBe(value);
	});

	test.each(['me', 'ME', ' Me '])('%j is the signed-in user', (value) => {
		expect(userIdentity(value, 'User')).toBe('me');
	});
});

describe('encoded, as other tools hand it over', () => {
	test.each([
		['nathan_example.com%23EXT%23@contoso.onmicrosoft.com', GUEST],
		['nathan_example.com%23ext%23@contoso.onmicrosoft.com', GUEST.replace('EXT', 'ext')],
		['nathan_example.com%23EXT%23%40contoso.onmicrosoft.com', GUEST],
	])('%s', (value, name) => {
		const user = userRef(value, 'User');
		expect(user).toMatchObject({ identity: name, key: name.toLowerCase(), given: value });
		expect(user).toMatchObject((({ path, key }) => ({ path, key }))(userRef(name, 'User')));
	});

	test.each(['nathan%40contoso.com', 'a%2Fb@contoso.com', 'a%2523EXT%2523@contoso.com'])(
		'whatever else has a percent sign is not decoded: %s',
		(value) => {
			const identity = (): string => userRef(value, 'User').identity;
			if (value.includes('@')) expect(identity()).toBe(value);
			else expect(identity).toThrow(InvalidParameterError);
		},
	);
});

describe('with invisible characters, as text that was copied has them', () => {
	test.each(['\u200b', '\u00ad', '\ufeff', '\u00a0', '\u200e'])('around it: %j', (invisible) => {
		for (const value of [UPN, ID, 'me', `https://graph.microsoft.com/v1.0/users/${ID}`]) {
			const user = userRef(`${invisible}${value}${invisible}`, 'User');
			expect(user).toEqual(userRef(value, 'User'));
		}
	});

	test.each([
		['\u200b', '\\u200b'],
		['\u00ad', '\\u00ad'],
		['\u00a0', '\\u00a0'],
	])('inside: %j is refused, and shown in the message', (invisible, shown) => {
		expect(() => userRef(`nathan${invisible}@contoso.com`, 'User')).toThrow(
			`'User' is "nathan${shown}@contoso.com", which is neither`,
		);
	});
});

describe('pasted from the address bar of', () => {
	test.each([
		[
			'Entra',
			`https://entra.microsoft.com/#view/Microsoft_AAD_UsersAndTenants/UserProfileMenuBlade/~/overview/userId/${ID}/hidePreviewBanner~/true`,
			ID,
		],
		[
			'Entra, with a tenant before it',
			`https://entra.microsoft.com/${TENANT}?tenantId=${TENANT}#view/Microsoft_AAD_UsersAndTenants/UserProfileMenuBlade/~/overview/userId/${ID}`,
			ID,
		],
		[
			'Azure',
			`https://portal.azure.com/#view/Microsoft_AAD_UsersAndTenants/UserProfileMenuBlade/~/overview/userId/${ID}`,
			ID,
		],
		[
			'Azure, with a directory before it',
			`https://portal.azure.com/#@contoso.onmicrosoft.com/blade/Microsoft_AAD_IAM/UserDetailsMenuBlade/Profile/userId/${ID}`,
			ID,
		],
		[
			'the Microsoft 365 admin center',
			`https://admin.microsoft.com/Adminportal/Home?source=applauncher#/users/:/UserDetails/${ID}/Account`,
			ID,
		],
		[
			'the Microsoft 365 admin center of today',
			`https://admin.cloud.microsoft/?#/users/:/UserDetails/${ID}/Account`,
			ID,
		],
		['Delve', `https://eur.delve.office.com/?u=${ID}&v=work`, ID],
		['Delve, with a tenant before it', `https://eur.delve.office.com/?tid=${TENANT}&u=${ID}`, ID],
		[
			'the Microsoft 365 admin center, with a tenant before it',
			`https://admin.microsoft.com/?tid=${TENANT}#/users/:/UserDetails/${ID}/Account`,
			ID,
		],
		['Delve, by name', `https://delve.office.com/?v=work&p=nathan%40contoso.com`, UPN],
		[
			'a SharePoint person page',
			'https://contoso-my.sharepoint.com/person.aspx?accountname=i%3A0%23%2Ef%7Cmembership%7Cnathan%40contoso%2Ecom',
			UPN,
		],
		[
			'a SharePoint person page of a guest',
			'https://contoso-my.sharepoint.com/Person.aspx?accountname=i%3A0%23.f%7Cmembership%7Cnathan_example.com%23EXT%23%40contoso.onmicrosoft.com',
			GUEST,
		],
		[
			'a SharePoint person page, encoded twice',
			'https://contoso-my.sharepoint.com/person.aspx?accountname=i%253A0%2523%252Ef%257Cmembership%257Cnathan%2540contoso%252Ecom',
			UPN,
		],
		[
			'a SharePoint person page that names who looks at it first',
			'https://contoso-my.sharepoint.com/person.aspx?login_hint=ann%40contoso.com&accountname=i%3A0%23.f%7Cmembership%7Cnathan%40contoso.com',
			UPN,
		],
		[
			'a SharePoint profile page',
			'https://contoso-my.sharepoint.com/_layouts/15/me.aspx/?p=nathan%40contoso.com&v=work',
			UPN,
		],
		[
			'a SharePoint profile page, by ID',
			`https://contoso-my.sharepoint.com/_layouts/15/me.aspx?u=${ID}`,
			ID,
		],
		['Graph, by ID', `https://graph.microsoft.com/v1.0/users/${ID}/manager?$select=id`, ID],
		['Graph, by name', `https://graph.microsoft.com/v1.0/users/${UPN}?$select=id,mail`, UPN],
		[
			'Graph, by the name of a guest',
			'https://graph.microsoft.com/beta/users/nathan_example.com%23EXT%23@contoso.onmicrosoft.com/photo',
			GUEST,
		],
		['Graph, by the key form', "https://graph.microsoft.com/v1.0/users('nathan@contoso.com')", UPN],
		[
			'Graph, by the key form and a name with an apostrophe',
			"https://graph.microsoft.com/v1.0/users('o%27%27brien@contoso.com')/manager",
			"o'brien@contoso.com",
		],
		[
			"Graph's own @odata.id",
			`https://graph.microsoft.com/v2/${TENANT}/directoryObjects/${ID}/Microsoft.DirectoryServices.User`,
			ID,
		],
		[
			'Graph, by the key form and an ID',
			`https://graph.microsoft.com/v1.0/users('${ID}')/manager`,
			ID,
		],
	])('%s', (_, address, user) => {
		expect(userIdentity(address, 'User')).toBe(user);
		expect(userIdentity(` ${address} `, 'User')).toBe(user);
	});
});

describe('refused', () => {
	test.each([
		['an address that names nobody', 'https://entra.microsoft.com/#view/users'],
		['an address with a stray percent sign', 'https://entra.microsoft.com/100%'],
		['a page about a tenant', `https://myaccount.microsoft.com/?tenantId=${TENANT}`],
		['a name', 'Nathan'],
		['a name with a space', 'Nathan Smith'],
		['nothing before the @', '@contoso.com'],
		['nothing after the @', 'nathan@'],
		['two @', 'nathan@smith@contoso.com'],
		['a space inside', 'nathan @contoso.com'],
		['a slash', 'nathan/messages@contoso.com'],
		['a question mark', 'nathan?$select=id@contoso.com'],
		['two users', 'nathan@contoso.com, ann@contoso.com'],
		['two users with a semicolon', 'nathan@contoso.com;ann@contoso.com'],
		['a name as a mail program gives it', 'Nathan <nathan@contoso.com>'],
		['a GUID that is too short', ID.slice(1)],
		['a GUID that is too long', `${ID}0`],
		['a GUID without hyphens', ID.replace(/-/g, '')],
		['a GUID with a letter that is none', ID.replace('8', 'g')],
		['a GUID in braces', `{${ID}}`],
		['a number', 5],
		['true', true],
		['an object', { id: ID }],
		['a list', [UPN]],
	])('%s', (_, value) => {
		const check = (): string => userIdentity(value, 'Manager');
		expect(check).toThrow(InvalidParameterError);
		expect(check).toThrow(/^'Manager' is ".*", which is neither a user principal name nor an ID$/);
	});

	test.each([[''], ['   '], [null], [undefined]])('%j is empty, and said to be', (value) => {
		expect(() => userIdentity(value, 'Manager')).toThrow(InvalidParameterError);
		expect(() => userIdentity(value, 'Manager')).toThrow(/^'Manager' is empty$/);
	});

	test('saying what to give instead', () => {
		for (const value of ['', 'Nathan']) {
			try {
				userIdentity(value, 'User');
			} catch (error) {
				const { message, description } = error as InvalidParameterError;
				expect(description).toMatch(/user principal name.*ID/);
				expect(`${message} ${description}`).not.toMatch(FORBIDDEN_WORDS);
			}
		}
		expect.assertions(4);
	});
});
