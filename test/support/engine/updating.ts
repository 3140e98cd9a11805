/** Helpers for tests of the resource Update. */
import type { IDataObject } from 'n8n-workflow';

import { PERMISSIONS } from '../../../credentials/entra/scopes';
import type { LogEntry, Workbench } from './workbench';

/**
 * With these an administrator may change and read everything (docs/graph.md#permissions,
 * docs/graph.md#sensitive-actions, docs/graph.md#another-users-profile).
 */
export const EVERY_RIGHT: readonly string[] = [
	...PERMISSIONS.readWrite,
	'Sites.ReadWrite.All',
	'User-PasswordProfile.ReadWrite.All',
	'User-LifeCycleInfo.ReadWrite.All',
	'User.EnableDisableAccount.All',
	'User-Phone.ReadWrite.All',
	'User-Mail.ReadWrite.All',
];

export const PASSWORD = 'Kx7!vegetable-Otter';

/** One field of Update User: what a person enters, and what Graph must receive. */
export interface Sample {
	/** As the editor stores it. */
	entered: string | boolean | string[];
	/** The body of the PATCH, whole. */
	sent: IDataObject;
	/** `sharePoint`: in a PATCH without directory fields. */
	to: 'directory' | 'sharePoint';
	/** What a read returns, if it is not what was sent. */
	read?: IDataObject;
}

const directory = (name: string, entered: Sample['entered'], sent: unknown = entered): Sample => ({
	entered,
	sent: { [name]: sent } as IDataObject,
	to: 'directory',
});
const profile = (name: string, entered: Sample['entered'], sent: unknown = entered): Sample => ({
	...directory(name, entered, sent),
	to: 'sharePoint',
});
const member = (of: string, name: string, entered: string | boolean): Sample => ({
	entered,
	sent: { [of]: { [name]: entered } },
	to: 'directory',
});

/**
 * Every field by its name on the Okta card, which is Graph's, typed in by hand rather than taken from
 * the node, so that a field that disappears there is missed here.
 */
export const OKTA_CARD: Readonly<Record<string, Sample>> = {
	aboutMe: profile('aboutMe', 'Grows tomatoes.\nPlays the oboe.'),
	ageGroup: directory('ageGroup', 'NotAdult'),
	birthday: profile('birthday', '1990-07-14T00:00:00', '1990-07-14T00:00:00Z'),
	businessPhones: directory('businessPhones', ['+1 425 555 0100']),
	city: directory('city', 'São Paulo'),
	companyName: directory('companyName', 'Fabrikam & Söhne'),
	consentProvidedForMinor: directory('consentProvidedForMinor', 'NotRequired'),
	country: directory('country', "Côte d'Ivoire"),
	department: directory('department', 'Research'),
	displayName: directory('displayName', 'Nadia "Nan" Okafor'),
	employeeId: directory('employeeId', '0012345'),
	employeeHireDate: directory('employeeHireDate', '2024-05-06T07:08:09', '2024-05-06T00:00:00Z'),
	faxNumber: directory('faxNumber', '+1 425 555 0199'),
	givenName: directory('givenName', 'Nadia'),
	interests: profile('interests', ['chess', 'rock, paper']),
	isResourceAccount: directory('isResourceAccount', false),
	jobTitle: directory('jobTitle', 'Staff Engineer'),
	mailNickname: directory('mailNickname', 'nokafor'),
	mobilePhone: directory('mobilePhone', '+1 425 555 0101'),
	mySite: profile('mySite', 'https://people.example/nadia'),
	officeLocation: directory('officeLocation', '18/2111'),
	onPremisesImmutableId: directory('onPremisesImmutableId', 'zVvLkSbKjUaeYyDNWHmTPA=='),
	otherMails: directory('otherMails', ['nadia@home.example', 'n.okafor@club.example']),
	passwordPolicies: directory(
		'passwordPolicies',
		['DisablePasswordExpiration', 'DisableStrongPassword'],
		'DisablePasswordExpiration, DisableStrongPassword',
	),
	// Graph never returns a password, and no log may hold one (docs/graph.md#password-profile).
	password: {
		entered: PASSWORD,
		sent: { passwordProfile: { password: PASSWORD } },
		to: 'directory',
		read: { passwordProfile: { password: null } },
	},
	forceChangePasswordNextSignIn: member('passwordProfile', 'forceChangePasswordNextSignIn', true),
	forceChangePasswordNextSignInWithMfa: member(
		'passwordProfile',
		'forceChangePasswordNextSignInWithMfa',
		false,
	),
	pastProjects: profile('pastProjects', ['Apollo', 'Gemini']),
	postalCode: directory('postalCode', '01067'),
	preferredDataLocation: directory('preferredDataLocation', 'EUR'),
	preferredLanguage: directory('preferredLanguage', 'pt-BR'),
	// Graph always returns it empty (docs/graph.md#user-properties).
	preferredName: { ...profile('preferredName', 'Nan'), read: { preferredName: '' } },
	responsibilities: profile('responsibilities', ['Budget', 'On call']),
	schools: profile('schools', ['TU Delft']),
	showInAddressList: directory('showInAddressList', false),
	skills: profile('skills', ['TypeScript', 'welding']),
	state: directory('state', 'SP'),
	streetAddress: directory('streetAddress', 'Rua Áurea 12, 3º andar'),
	surname: directory('surname', 'Okafor-Lindqvist'),
	usageLocation: directory('usageLocation', 'BR'),
	userPrincipalName: directory('userPrincipalName', 'nadia.okafor@contoso.onmicrosoft.example'),
	userType: directory('userType', 'Guest'),
	...Object.fromEntries(
		Array.from({ length: 15 }, (_, index) => {
			const name = `extensionAttribute${index + 1}`;
			return [name, member('onPremisesExtensionAttributes', name, `value ${index + 1}`)];
		}),
	),
};

/** What Update User changes beyond the card. */
export const BEYOND_THE_CARD: Readonly<Record<string, Sample>> = {
	accountEnabled: directory('accountEnabled', false),
	costCenter: member('employeeOrgData', 'costCenter', 'CC-100'),
	division: member('employeeOrgData', 'division', 'Hardware'),
	employeeLeaveDateTime: directory(
		'employeeLeaveDateTime',
		'2030-12-31T18:00:00',
		'2030-12-31T18:00:00Z',
	),
	employeeType: directory('employeeType', 'Contractor'),
	mail: directory('mail', 'nadia.okafor@contoso.example'),
};

export const SAMPLES = { ...OKTA_CARD, ...BEYOND_THE_CARD };

/** The PATCH requests that reached Graph, in order. */
export const patches = async (bench: Workbench): Promise<LogEntry[]> =>
	(await bench.asked()).filter(({ method }) => method === 'PATCH');

/** Path and body only. */
export const pathsAndBodies = (entries: LogEntry[]): Array<{ path: string; body: unknown }> =>
	entries.map(({ path, body }) => ({ path, body }));

/** Reads a user through Graph, bypassing the node; not in the log. */
export async function readBack(
	{ tenant }: Workbench,
	id: string,
	fields: readonly string[],
): Promise<IDataObject> {
	const { access_token } = await tenant.token({
		user: tenant.cast.admin.id,
		scopes: [...EVERY_RIGHT],
		clientId: tenant.apps.publicClient.clientId,
	});
	const { status, body } = await tenant.get(
		`/users/${id}?$select=${fields.join(',')}`,
		access_token,
	);
	if (status !== 200) throw new Error(`${status} ${body.error.message}`);
	return Object.fromEntries(fields.map((name) => [name, body[name]])) as IDataObject;
}

/** IDs of people without special properties. */
export async function ordinaryPeople(bench: Workbench, count: number): Promise<string[]> {
	const odd = new Set(Object.values(bench.tenant.cast).map((member) => member.id));
	const people = (await bench.everyone(['id'])).map(({ id }) => String(id));
	const found = people.filter((id) => !odd.has(id)).slice(0, count);
	if (found.length < count) throw new Error(`Only ${found.length} ordinary people`);
	return found;
}
