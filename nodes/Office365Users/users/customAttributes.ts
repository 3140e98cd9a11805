/**
 * Custom attributes of users: what they are called, and where their values stand in a user
 * (docs/graph.md#extensions, docs/graph.md#custom-security-attributes).
 */
import type { Entity } from '../transport/entity';
import type { Writing } from './userProperties';

export type CustomKind =
	| 'directoryExtension'
	| 'schemaExtension'
	| 'securityAttribute'
	| 'openExtension';

/** A custom attribute as it is named: by the path that Graph's own filters have for it. */
export interface CustomAttribute {
	readonly kind: CustomKind;
	/**
	 * `extension_<app>_<name>`, `<schema extension>/<member>`,
	 * `customSecurityAttributes/<set>/<attribute>` or `extensions/<open extension>/<member>`.
	 */
	readonly name: string;
	/** The property of a user that holds it. */
	readonly property: string;
	/** The way to it within that property: [] where it is the property. */
	readonly path: readonly string[];
}

export const SECURITY_ATTRIBUTES = 'customSecurityAttributes';
export const OPEN_EXTENSIONS = 'extensions';

/** Values that Graph keeps in custom attributes; also how a definition names them. */
export type AttributeType =
	| 'String'
	| 'Integer'
	| 'LargeInteger'
	| 'Boolean'
	| 'DateTime'
	| 'Binary';

/** How the tenant defines an attribute. */
export interface AttributeDefinition {
	readonly type: AttributeType;
	readonly isCollection: boolean;
}

export type AttributeValue = string | number | boolean | Array<string | number | boolean> | null;

/** A custom attribute among the fields that are changed. */
export interface CustomField {
	readonly kind: 'custom';
	readonly name: string;
	readonly displayName: string;
	readonly attribute: CustomAttribute;
	/** Undefined where the tenant does not tell. */
	readonly definition?: AttributeDefinition;
	readonly write: Writing;
	readonly memberOf?: undefined;
	readonly sharePoint?: undefined;
	readonly secret?: undefined;
}

const PATTERNS: ReadonlyArray<readonly [CustomKind, RegExp]> = [
	['directoryExtension', /^(extension_[0-9a-f]{32}_\w+)$/i],
	['securityAttribute', /^(customSecurityAttributes)\/(\w+)\/(\w+)$/i],
	['openExtension', /^(extensions)\/(\w[\w.-]*)\/([\w-]+)$/i],
	['schemaExtension', /^([A-Za-z][A-Za-z0-9]*_\w+)\/(\w+)$/],
];

/** Members of every open extension that say which one it is. */
const NAMES_IT: ReadonlySet<string> = new Set(['id', 'extensionName']);

/** @returns undefined where no custom attribute can have this name */
export function customAttribute(name: string): CustomAttribute | undefined {
	for (const [kind, pattern] of PATTERNS) {
		const found = pattern.exec(name);
		if (!found || (kind === 'openExtension' && NAMES_IT.has(found[3]))) continue;
		const [, first, ...path] = found;
		const property = properCase(kind, first);
		return { kind, name: [property, ...path].join('/'), property, path };
	}
	return undefined;
}

/** Only names that people have made up can be in whatever case. */
function properCase(kind: CustomKind, property: string): string {
	switch (kind) {
		case 'securityAttribute':
			return SECURITY_ATTRIBUTES;
		case 'openExtension':
			return OPEN_EXTENSIONS;
		case 'directoryExtension':
			return property.replace(/^extension_/i, 'extension_');
		case 'schemaExtension':
			return property;
	}
}

/** What changing one takes (docs/graph.md#custom-security-attributes, docs/graph.md#open-extensions). */
export const writingOf = ({ kind }: CustomAttribute): Writing =>
	kind === 'securityAttribute'
		? {
				permission: 'CustomSecAttributeAssignment.ReadWrite.All',
				role: 'Attribute Assignment Administrator',
			}
		: {};

export const customField = (
	attribute: CustomAttribute,
	definition?: AttributeDefinition,
): CustomField => ({
	kind: 'custom',
	name: attribute.name,
	displayName: attribute.name,
	attribute,
	definition,
	write: writingOf(attribute),
});

const isRecord = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const openExtension = (value: unknown, name: string): Entity | undefined =>
	Array.isArray(value)
		? (value as unknown[]).filter(isRecord).find((one) => isNamed(one, name))
		: undefined;

/** A user's open extension, if it came with the user. */
export const openExtensionIn = (user: Entity, name: string): Entity | undefined =>
	openExtension(user[OPEN_EXTENSIONS], name);

/** Their names count whatever the case. */
const isNamed = ({ id, extensionName }: Entity, name: string): boolean =>
	[id, extensionName].some((one) => String(one).toLowerCase() === name.toLowerCase());

/** What a user has in a custom attribute now. */
export function attributeIn(user: Entity, { kind, property, path }: CustomAttribute): unknown {
	const [first, ...rest] = path;
	let value: unknown = user[property];
	if (kind === 'openExtension') value = openExtension(value, first);
	for (const member of kind === 'openExtension' ? rest : path)
		value = isRecord(value) ? value[member] : undefined;
	return value;
}

/** Makes it the value that the user has. Objects that others may hold are not changed. */
export function setAttribute(
	user: Entity,
	{ kind, property, path }: CustomAttribute,
	value: AttributeValue,
): void {
	const [first, ...rest] = path;
	if (kind !== 'openExtension') {
		user[property] = withMember(user[property], path, value);
		return;
	}
	const all = Array.isArray(user[property]) ? (user[property] as Entity[]) : [];
	const own = openExtension(all, first) ?? { id: first, extensionName: first };
	user[property] = [
		...all.filter((one) => one !== own),
		withMember(own, rest, value) as Record<string, unknown>,
	];
}

function withMember(
	object: unknown,
	[first, ...rest]: readonly string[],
	value: AttributeValue,
): unknown {
	if (first === undefined) return value;
	const members = isRecord(object) ? object : {};
	return { ...members, [first]: withMember(members[first], rest, value) };
}

/** Whether a property of a user is an object that holds custom attributes. */
export const holdsCustomAttributes = (property: string): boolean =>
	property === SECURITY_ATTRIBUTES ||
	property === OPEN_EXTENSIONS ||
	customAttribute(`${property}/member`)?.kind === 'schemaExtension';

/**
 * What such a property has once some of its attributes have been changed.
 * @param before as it was read
 * @param changed the attributes that are changed
 */
export function withAttributes(property: string, before: unknown, changed: unknown): unknown {
	if (property !== OPEN_EXTENSIONS) return merged(before, changed);
	const [all, own] = [before, changed].map((value) => (Array.isArray(value) ? value : [])) as [
		Entity[],
		Entity[],
	];
	const nameOf = ({ id, extensionName }: Entity): string => String(extensionName ?? id);
	const others = all.filter((one) => openExtension(own, nameOf(one)) === undefined);
	return [...others, ...own.map((one) => merged(openExtension(all, nameOf(one)), one))];
}

/** Objects with the members of both, at every depth. */
function merged(before: unknown, changed: unknown): unknown {
	if (!isRecord(before) || !isRecord(changed)) return changed;
	const members = Object.entries(changed).map(
		([name, value]) => [name, merged(before[name], value)] as const,
	);
	return { ...before, ...Object.fromEntries(members) };
}

/** The members of an object that Graph returned, without its annotations. */
export const membersOf = (object: unknown): Record<string, unknown> =>
	isRecord(object)
		? Object.fromEntries(Object.entries(object).filter(([name]) => !name.includes('@')))
		: {};
