/** A user whom a parameter names: a UPN, an ID, the address of a profile page, or `me`. */
import { InvalidParameterError } from '../checks/invalidParameterError';
import { quoted, trimmedName, wellFormed } from '../checks/text';
import { literal, segment } from '../transport/graphUrl';

/** A user, named once and understood the same way everywhere. */
export interface UserRef {
	/** Below /v1.0, already encoded: `/me` or `/users/…`. */
	readonly path: string;
	/** Equal for the same ID or name in whatever case; for maps. */
	readonly key: string;
	/** As Graph takes it: `me`, an ID or a user principal name. */
	readonly identity: string;
	/** As the workflow gave it; for outputs. */
	readonly given: string;
	/** The name picked From List if there is one, else as given; for messages. */
	readonly label: string;
	/**
	 * Set until it has been looked up who this is: `path`, `key` and `identity` say nothing before
	 * (namedByKey.ts).
	 */
	readonly lookUp?: {
		readonly property: 'mail' | 'employeeId' | 'onPremisesSamAccountName';
		readonly value: string;
		/** The parameter's name in the editor. */
		readonly parameter: string;
	};
}

/** The signed-in user, where no parameter names one. */
export const ME: UserRef = { path: '/me', key: 'me', identity: 'me', given: 'me', label: 'me' };

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const GUID_ANYWHERE = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;
/** Loose on purpose: Microsoft decides which names exist; this only tells a name from something else. */
const USER_PRINCIPAL_NAME =
	/^[^\s\p{Cf}\p{Cc}@/\\?"<>|:;,()[\]]+@[^\s\p{Cf}\p{Cc}@/\\?"<>|:;,()[\]]+$/u;
/** What precedes the user's ID or name in the addresses of Microsoft's pages. */
const BEFORE_THE_USER =
	/(?:userid|userdetails|users|directoryobjects|objectid|accountname|[?&]u|[?&]p)[/=:]+/i;
/** Graph's key form, apostrophes doubled. */
const KEY_FORM = /\/users\('((?:[^']|'')+)'\)/i;
/** An ID in an address that is not a user's. */
const TENANT = /tenantid[=/]+[0-9a-f-]+/gi;

/**
 * The user that a value names.
 * @param parameter the parameter's name in the editor
 * @param pickedAs the name shown by the picker, if the user was chosen From List
 * @throws {InvalidParameterError} when it names no user
 */
export function userRef(given: unknown, parameter: string, pickedAs?: string): UserRef {
	const identity = userIdentity(given, parameter);
	const text = trimmedName(String(given));
	return {
		path: identity === 'me' ? '/me' : userPath(identity),
		key: identity.toLowerCase(),
		identity,
		given: text,
		label: pickedAs ?? text,
	};
}

/** Whether Graph takes this for an ID and not for a name. */
export const isUserId = (identity: string): boolean => GUID.test(identity);

/**
 * The path of one user. A name that starts with `$` is refused in the slash form and needs the key
 * form instead (docs/graph.md#user-ids-in-paths).
 */
export function userPath(idOrUserPrincipalName: string): string {
	return idOrUserPrincipalName.startsWith('$')
		? `/users(${encodeURIComponent(literal(idOrUserPrincipalName))})`
		: `/users/${segment(idOrUserPrincipalName)}`;
}

/** `me`, an ID or a user principal name, as Graph takes it. */
function userIdentity(given: unknown, parameter: string): string {
	const value = typeof given === 'string' ? wellFormed(trimmedName(given), parameter) : given;
	if (value === '' || value === undefined || value === null) {
		throw new InvalidParameterError(
			`'${parameter}' is empty`,
			'Choose a user, or give a user principal name or an ID. With an expression, check that every item has a value for it',
		);
	}
	if (typeof value === 'string') {
		if (value.toLowerCase() === 'me') return 'me';
		if (/^https?:\/\//i.test(value)) {
			const found = userInAddress(value);
			if (found !== undefined) return found;
		} else {
			const name = decodedName(value);
			if (name !== undefined) return name;
			if (GUID.test(value) || USER_PRINCIPAL_NAME.test(value)) return value;
		}
	}
	throw new InvalidParameterError(
		`'${parameter}' is ${quoted(value)}, which is neither a user principal name nor an ID`,
		'Give a user principal name such as nathan@example.com, an ID such as 87d349ed-44d7-43e1-9a83-5f2406dee5bd, the address of a profile page, or the word me. Someone known by name is found with Search Users',
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

/**
 * Other tools hand over guests' names encoded, as a_b.com%23EXT%23@tenant. Whatever else has a
 * percent sign stays as it is (docs/graph.md#user-ids-in-paths).
 */
function decodedName(name: string): string | undefined {
	const decoded = name.replace(/%23(?=EXT%23)|(?<=%23EXT)%23/gi, '#').replace(/%40/, '@');
	const isGuest = /#EXT#/i.test(decoded) && decoded !== name;
	return isGuest && USER_PRINCIPAL_NAME.test(decoded) ? decoded : undefined;
}

/** SharePoint's person pages encode the account name inside an encoded parameter. */
function decodedTwice(address: string): string {
	try {
		return decodeURIComponent(decodeURIComponent(address));
	} catch {
		return address;
	}
}
