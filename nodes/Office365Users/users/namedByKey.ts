/** A user whom a parameter names by mail address or employee ID: known only once looked up. */
import { InvalidParameterError } from '../checks/invalidParameterError';
import { quoted, trimmedName, wellFormed } from '../checks/text';
import type { GraphClient } from '../transport/client';
import type { Entity } from '../transport/entity';
import { NoSuchUserError } from './notFound';
import type { LookUpFields, UserLookup } from './userLookup';
import { userPath, type UserRef } from './userRef';

export type NamingProperty = 'mail' | 'employeeId' | 'onPremisesSamAccountName';

/** Stands for the user in a path until the look-up. */
export const UNKNOWN_USER = '/users/{user}';

const WORDS: Readonly<Record<NamingProperty, string>> = {
	mail: 'mail address',
	employeeId: 'employee ID',
	onPremisesSamAccountName: 'SAM account name',
};
/** Loose on purpose: only what can be no address at all is refused before it is looked up. */
const MAIL_ADDRESS = /^[^\s@]+@[^\s@]+$/;
/** docs/graph.md#update-properties */
const LONGEST_EMPLOYEE_ID = 16;

/**
 * The user with this mail address or employee ID; `lookUp` says that it is not known yet who that is.
 * @param parameter the parameter's name in the editor
 * @throws {InvalidParameterError} when it can be no such key
 */
export function userNamedBy(property: NamingProperty, given: unknown, parameter: string): UserRef {
	// Spreadsheets give employee IDs as numbers.
	const text = typeof given === 'number' ? String(given) : given;
	if (
		text === undefined ||
		text === null ||
		(typeof text === 'string' && trimmedName(text) === '')
	) {
		throw new InvalidParameterError(
			`'${parameter}' is empty`,
			`Give the ${WORDS[property]}. With an expression, check that every item has a value for it`,
		);
	}
	if (typeof text !== 'string') {
		throw new InvalidParameterError(
			`'${parameter}' must be the ${WORDS[property]} of a user, not ${quoted(given)}`,
		);
	}
	const value = wellFormed(trimmedName(text), parameter);
	if (property === 'mail' && !MAIL_ADDRESS.test(value)) {
		throw new InvalidParameterError(
			`'${parameter}' is ${quoted(value)}, which is not a mail address`,
			'It has the form name@domain. To name the user in another way, choose By UPN, By ID or By Employee ID',
		);
	}
	if (property === 'employeeId' && value.length > LONGEST_EMPLOYEE_ID) {
		throw new InvalidParameterError(
			`'${parameter}' is ${quoted(value)}, which is longer than an employee ID can be: ${LONGEST_EMPLOYEE_ID} characters`,
		);
	}
	return {
		path: UNKNOWN_USER,
		key: `${property} ${value.toLowerCase()}`,
		identity: value,
		given: value,
		label: value,
		lookUp: { property, value, parameter },
	};
}

/**
 * Finds out who is meant, and completes the reference in place, so that whoever holds it knows.
 * @param names what else is to be read of the user: fields that lists can carry
 * @returns what has been read; undefined where it is known already who is meant
 * @throws {NoSuchUserError} when nobody has the key
 * @throws {InvalidParameterError} when several users have it
 * @throws whatever the look-up throws
 */
export async function lookUpUser(
	user: UserRef,
	lookup: UserLookup,
	client: GraphClient,
	names: readonly string[] = [],
): Promise<Entity | undefined> {
	if (user.lookUp === undefined) return undefined;
	const found = await findNamed(user.lookUp, lookup, client, { names });
	isNow(user, String(found.id));
	return found;
}

/** It is known now who is meant. */
export function isNow(user: UserRef, id: string): void {
	Object.assign(user, {
		path: userPath(id),
		key: id.toLowerCase(),
		identity: id,
		lookUp: undefined,
	} satisfies Partial<UserRef>);
}

/**
 * The one user who has this key.
 * @throws as `lookUpUser`
 */
export async function findNamed(
	{ property, value, parameter }: NonNullable<UserRef['lookUp']>,
	lookup: UserLookup,
	client: GraphClient,
	fields: LookUpFields,
): Promise<Entity> {
	const found =
		property === 'mail'
			? await lookup.findByMail(client, value, fields)
			: await lookup.find(client, { property, value }, fields);
	return theOnly(found, parameter, WORDS[property], value);
}

/**
 * @param parameter the parameter's name in the editor
 * @param words what kind of key it is
 * @throws {NoSuchUserError} {InvalidParameterError} unless exactly one user has been found
 */
function theOnly(
	found: readonly Entity[],
	parameter: string,
	words: string,
	value: string,
): Entity {
	const ids = new Set(found.map(({ id }) => id));
	if (ids.size === 1) return found[0];
	const key = `'${parameter}' is the ${words} ${quoted(value)}`;
	if (ids.size === 0) throw new NoSuchUserError(`${key}, which no user has`, HINTS[words]);
	const names = found.map(({ id: own, userPrincipalName }) => String(userPrincipalName ?? own));
	throw new InvalidParameterError(
		`${key}, which ${ids.size} users have: ${namesOf(names)}`,
		'Name the user by user principal name or ID instead, or give one of them another value',
	);
}

const HINTS: Readonly<Record<string, string>> = {
	[WORDS.mail]: 'Nobody has it as mail address or as proxy address; check the spelling',
	[WORDS.employeeId]:
		'Check the spelling; a spreadsheet may have dropped zeros at the beginning, as in 00123',
};

const MOST_NAMES = 10;
const namesOf = (names: readonly string[]): string =>
	names.length > MOST_NAMES
		? `${names.slice(0, MOST_NAMES).join(', ')} and ${names.length - MOST_NAMES} more`
		: names.join(', ');
