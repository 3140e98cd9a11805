import { isObject, type JsonObject, type PropertyValue } from '../directory/user.ts';
import { extensionAttributeNames, type UserProperty } from '../directory/userProperties.ts';
import { badRequest, type GraphError } from './errors.ts';
import { checkedSecurityAttributes } from './securityAttributes.ts';

const invalid = (name: string): GraphError =>
	badRequest(`Invalid value specified for property '${name}' of resource 'User'.`);
const accented = /[^\x20-\x7e]/;
const passwordPolicies = new Set([
	'None',
	'DisableStrongPassword',
	'DisablePasswordExpiration',
	'DisablePasswordExpiration, DisableStrongPassword',
	'DisableStrongPassword, DisablePasswordExpiration',
]);

/**
 * What individual properties require beyond type and length (docs/graph.md#user-properties,
 * docs/graph.md#update-properties).
 */
const patterns: Readonly<Record<string, (value: string) => boolean>> = {
	usageLocation: (value) => /^[A-Za-z]{2}$/.test(value),
	preferredLanguage: (value) => /^[A-Za-z]{2,3}(-[A-Za-z]{4})?(-[A-Za-z0-9]{2,3})?$/.test(value),
	mail: (value) => !accented.test(value) && /^[^\s@]+@[^\s@]+$/.test(value),
	mySite: (value) => URL.canParse(value),
	onPremisesImmutableId: (value) => !/[$_]/.test(value),
	passwordPolicies: (value) => passwordPolicies.has(value),
};

/**
 * The value to store, or 400 Request_BadRequest (docs/graph.md#clearing-values,
 * docs/graph.md#updating-a-user).
 */
export function checkedValue(property: UserProperty, value: unknown): PropertyValue {
	if (value === null) {
		// Collections are cleared with []; some strings cannot be cleared at all.
		if (property.notClearable || (property.kind === 'stringCollection' && !property.nullable))
			throw invalid(property.name);
		return null;
	}
	switch (property.kind) {
		case 'boolean':
			if (typeof value !== 'boolean') throw wrongType(property, value);
			return value;
		case 'dateTime':
			return checkedDate(property, value);
		case 'stringCollection':
			return checkedCollection(property, value);
		case 'employeeOrgData':
			// An omitted member becomes null (docs/graph.md#employee-org-data).
			return {
				division: null,
				costCenter: null,
				...checkedMembers(property, value, ['division', 'costCenter'], 256),
			};
		case 'extensionAttributes':
			return checkedMembers(property, value, extensionAttributeNames, 1024);
		case 'passwordProfile':
			return checkedPasswordProfile(property, value);
		case 'integer':
			return checkedInteger(property, value, 2 ** 31);
		case 'largeInteger':
			return checkedInteger(property, value, 2 ** 63);
		case 'binary':
			return checkedBinary(property, value);
		case 'collection':
			if (!Array.isArray(value)) throw wrongType(property, value);
			return value.map((one) => checkedValue({ ...property, kind: property.of ?? 'string' }, one));
		case 'schemaExtension':
			return checkedSchemaExtension(property, value);
		case 'securityAttributes':
			return checkedSecurityAttributes(value);
		default:
			return checkedString(property, value);
	}
}

const wrongType = (property: UserProperty, value: unknown): GraphError =>
	badRequest(
		`A value of type '${Array.isArray(value) ? 'Collection' : typeof value}' was found for property '${property.name}', which expects another type.`,
	);

function checkedString(property: UserProperty, value: unknown): string {
	if (typeof value !== 'string') throw wrongType(property, value);
	if (value === '' || (property.maxLength !== undefined && value.length > property.maxLength))
		throw invalid(property.name);
	if (property.values && !property.values.includes(value)) throw invalid(property.name);
	if (patterns[property.name]?.(value) === false) throw invalid(property.name);
	return value;
}

function checkedInteger(property: UserProperty, value: unknown, limit: number): number {
	if (typeof value !== 'number' || !Number.isInteger(value) || Math.abs(value) >= limit)
		throw wrongType(property, value);
	return value;
}

/** Base64, of at most 256 bytes (docs/graph.md#directory-extensions). */
function checkedBinary(property: UserProperty, value: unknown): string {
	if (typeof value !== 'string' || !/^([\w+/-]{4})*([\w+/-]{2}==|[\w+/-]{3}=)?$/.test(value))
		throw badRequest(`Cannot convert a value to target type 'Edm.Binary' for '${property.name}'.`);
	if (value === '' || Buffer.from(value, 'base64').length > 256) throw invalid(property.name);
	return value;
}

/** Members that are not sent become null (docs/graph.md#extensions). */
function checkedSchemaExtension(property: UserProperty, value: unknown): JsonObject {
	if (!isObject(value)) throw wrongType(property, value);
	const members = property.members ?? {};
	for (const name of Object.keys(value))
		if (!name.startsWith('@') && !(name in members))
			throw badRequest(`Property '${name}' does not exist on type of '${property.name}'.`);
	return Object.fromEntries(
		Object.entries(members).map(([name, kind]) => [
			name,
			value[name] === undefined || value[name] === null
				? null
				: checkedValue({ name, kind, write: 'writable' }, value[name]),
		]),
	);
}

function checkedDate(property: UserProperty, value: unknown): string {
	if (typeof value !== 'string') throw wrongType(property, value);
	if (
		!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(value) ||
		Number.isNaN(Date.parse(value))
	) {
		throw badRequest(
			`Cannot convert the literal '${value}' to the expected type 'Edm.DateTimeOffset'.`,
		);
	}
	return new Date(value).toISOString().replace('.000Z', 'Z');
}

function checkedCollection(property: UserProperty, value: unknown): string[] {
	if (!Array.isArray(value) || !value.every((entry) => typeof entry === 'string'))
		throw wrongType(property, value);
	if (value.includes('')) throw invalid(property.name);
	if (property.name === 'businessPhones' && value.length > 1) throw invalid(property.name);
	if (
		property.name === 'otherMails' &&
		(value.length > 250 ||
			value.some((mail) => mail.length > 250 || accented.test(mail) || !mail.includes('@')))
	)
		throw invalid(property.name);
	return [...value];
}

function checkedMembers(
	property: UserProperty,
	value: unknown,
	names: readonly string[],
	maxLength: number,
): JsonObject {
	if (typeof value !== 'object' || value === null || Array.isArray(value))
		throw wrongType(property, value);
	const members: Record<string, string | null> = {};
	for (const [name, member] of Object.entries(value)) {
		if (name.startsWith('@')) continue;
		if (!names.includes(name))
			throw badRequest(`Property '${name}' does not exist on type of '${property.name}'.`);
		if (
			member !== null &&
			(typeof member !== 'string' || member === '' || member.length > maxLength)
		)
			throw invalid(name);
		members[name] = member;
	}
	return members;
}

/** The password is checked and discarded: it is never stored or returned. */
function checkedPasswordProfile(property: UserProperty, value: unknown): JsonObject {
	if (typeof value !== 'object' || value === null || Array.isArray(value))
		throw wrongType(property, value);
	const kept: Record<string, boolean> = {};
	for (const [name, member] of Object.entries(value)) {
		if (name.startsWith('@')) continue;
		if (name === 'password') {
			if (typeof member !== 'string' || !isStrong(member))
				throw badRequest(
					'The specified password does not comply with password complexity requirements. Please provide a different password.',
				);
		} else if (
			name === 'forceChangePasswordNextSignIn' ||
			name === 'forceChangePasswordNextSignInWithMfa'
		) {
			if (typeof member !== 'boolean') throw wrongType(property, member);
			kept[name] = member;
		} else
			throw badRequest(
				`Property '${name}' does not exist on type 'microsoft.graph.passwordProfile'.`,
			);
	}
	return kept;
}

const isStrong = (password: string): boolean =>
	password.length >= 8 &&
	password.length <= 256 &&
	[/[a-z]/, /[A-Z]/, /[0-9]/, /[^A-Za-z0-9]/].filter((kind) => kind.test(password)).length >= 3;
