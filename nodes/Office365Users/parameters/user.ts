/** The user that an operation is about. */
import type { INodeParameterResourceLocator, INodeProperties } from 'n8n-workflow';

import { BadInput, sendable, shown } from '../transport/badInput';
import type { Step } from '../transport/request';
import { userPath } from '../transport/url';

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const GUID_ANYWHERE = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;
/** Loose on purpose: Microsoft decides which names exist; this only tells a name from something else. */
const USER_PRINCIPAL_NAME = /^[^\s@/\\?"<>|:;,()[\]]+@[^\s@/\\?"<>|:;,()[\]]+$/;
/** What stands before the user's ID or name in the addresses of Microsoft's pages. */
const BEFORE_THE_USER =
	/(?:userid|userdetails|users|directoryobjects|objectid|accountname|[?&]u|[?&]p)[/=:]+/i;
/** Graph's key form, apostrophes doubled. */
const KEY_FORM = /\/users\('((?:[^']|'')+)'\)/i;
/** An ID in an address that is not a user's. */
const TENANT = /tenantid[=/]+[0-9a-f-]+/gi;

/** A parameter that names a user in whatever form is at hand. */
export const USER_LOCATOR = {
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Choose a user...',
			typeOptions: { searchListMethod: 'searchUsers', searchable: true },
		},
		{
			displayName: 'By User Principal Name',
			name: 'upn',
			type: 'string',
			placeholder: 'e.g. nathan@example.com',
			hint: 'The name a user signs in with; the word me for the signed-in user',
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. 87d349ed-44d7-43e1-9a83-5f2406dee5bd',
			hint: 'The object ID, or the address of a profile page that holds it',
		},
	],
} satisfies Partial<INodeProperties>;

export const userParameter = (show: {
	resource: string[];
	operation: string[];
}): INodeProperties => ({
	displayName: 'User',
	name: 'user',
	description:
		'The user: a user principal name, an ID, the address of a profile page, or the word me for the signed-in user',
	displayOptions: { show },
	...USER_LOCATOR,
});

/**
 * Whom a value names, as Graph takes it.
 * @param parameter the parameter's name in the editor
 * @returns `me`, an ID or a user principal name
 * @throws {BadInput} when it is none of these
 */
export function userIdentity(given: unknown, parameter: string): string {
	const value = typeof given === 'string' ? sendable(given.trim(), parameter) : given;
	if (value === '' || value === undefined || value === null) {
		throw new BadInput(
			`'${parameter}' is empty`,
			'Choose a user, or give a user principal name or an ID. With an expression, check that every item has a value for it',
		);
	}
	if (typeof value === 'string') {
		if (value.toLowerCase() === 'me') return 'me';
		if (/^https?:\/\//i.test(value)) {
			const found = userInAddress(value);
			if (found !== undefined) return found;
		} else if (GUID.test(value) || USER_PRINCIPAL_NAME.test(value)) {
			return value;
		}
	}
	throw new BadInput(
		`'${parameter}' is ${shown(value)}, which is neither a user principal name nor an ID`,
		'Give a user principal name such as nathan@example.com, an ID such as 87d349ed-44d7-43e1-9a83-5f2406dee5bd, the address of a profile page, or the word me',
	);
}

/** The user in the address of an Entra, Microsoft 365 admin, Delve, SharePoint or Graph page. */
function userInAddress(address: string): string | undefined {
	const decoded = decodedTwice(address).replace(TENANT, '');
	const key = KEY_FORM.exec(decoded)?.[1].replace(/''/g, "'");
	if (key !== undefined && USER_PRINCIPAL_NAME.test(key)) return key;
	const marker = BEFORE_THE_USER.exec(decoded);
	const rest = marker ? decoded.slice(marker.index + marker[0].length) : decoded;
	return (
		GUID_ANYWHERE.exec(rest)?.[0] ??
		rest.split(/[/?&=|]+/).find((part) => USER_PRINCIPAL_NAME.test(part))
	);
}

/** SharePoint's person pages encode the account name inside an encoded parameter. */
function decodedTwice(address: string): string {
	try {
		return decodeURIComponent(decodeURIComponent(address));
	} catch {
		return address;
	}
}

/** Puts the user's path in place of `/users/{user}`. */
export const aboutUser: Step = function (request) {
	const given = this.getNodeParameter('user', '', { extractValue: true });
	const user = userIdentity(given, 'User');
	request.graph.user = typeof given === 'string' ? given.trim() : user;
	request.graph.chosenAs = nameInList(this.getNode().parameters.user, given);
	request.url = request.url.replace('/users/{user}', user === 'me' ? '/me' : userPath(user));
};

/** The name under which a user was chosen From List, where the value is an ID that nobody has seen. */
function nameInList(parameter: unknown, value: unknown): string | undefined {
	const {
		mode,
		value: chosen,
		cachedResultName,
	} = (parameter ?? {}) as INodeParameterResourceLocator;
	return mode === 'list' && chosen === value ? cachedResultName : undefined;
}
