import {
	basicProfile,
	defaultSelect,
	findUserProperty,
	userProperties,
	type UserProperty,
} from '../directory/userProperties.ts';
import { annotated } from '../directory/securityAttributes.ts';
import { isObject, type PropertyValue, type StoredUser } from '../directory/user.ts';
import { badRequest, unknownProperty } from './errors.ts';

export type UserBody = Record<string, unknown>;

export interface Selection {
	readonly properties: readonly UserProperty[];
	/** As it appears in @odata.context; null without $select. */
	readonly names: readonly string[] | null;
}

const defaultProperties = defaultSelect
	.map((name) => userProperties.get(name))
	.filter((property) => property !== undefined);

/**
 * $select REPLACES the default set, id included (docs/graph.md#select); an unknown name is refused.
 * `also`: relationships that delta allows.
 */
export function parseSelect(text: string | undefined, also: readonly string[] = []): Selection {
	if (text === undefined) return { properties: defaultProperties, names: null };
	const names = text.split(',').map((name) => name.trim());
	if (names.some((name) => name === ''))
		throw badRequest("Term '' is not valid in a $select or $expand expression.");
	if (names.includes('*')) return { properties: defaultProperties, names: null };
	const properties: UserProperty[] = [];
	for (const name of names) {
		if (also.includes(name)) continue;
		const property = findUserProperty(name);
		// Members of a complex property cannot be selected one by one either
		// (docs/graph.md#extension-attributes).
		if (!property) throw unknownProperty(name);
		if (!properties.includes(property)) properties.push(property);
	}
	return {
		properties,
		names: [...properties.map(({ name }) => name), ...also.filter((name) => names.includes(name))],
	};
}

/**
 * The user as Graph returns it. basic: User.ReadBasic.All hides the rest
 * (docs/graph.md#basic-permission).
 */
export function project(
	user: StoredUser,
	selection: Selection,
	access: 'full' | 'basic',
): UserBody {
	const body: UserBody = {};
	for (const property of selection.properties) {
		if (property.name === 'id') body.id = user.id;
		else if (access === 'basic' && !basicProfile.has(property.name))
			body[property.name] = /collection$/i.test(property.kind) ? [] : null;
		else body[property.name] = shown(property, user.properties[property.name]);
	}
	return body;
}

export function shown(property: UserProperty, value: PropertyValue | undefined): unknown {
	// Documented as unsupported: always an empty string (docs/graph.md#user-properties).
	if (property.name === 'preferredName') return '';
	switch (property.kind) {
		case 'stringCollection':
		case 'objectCollection':
		case 'collection':
			return value ?? [];
		case 'securityAttributes':
			return isObject(value) ? annotated(value) : null;
		case 'extensionAttributes':
			return { ...noExtensionAttributes, ...(typeof value === 'object' ? value : {}) };
		case 'passwordProfile':
			// The password itself is never returned (docs/graph.md#password-profile).
			return typeof value === 'object' && value !== null ? { password: null, ...value } : null;
		default:
			return value ?? null;
	}
}

const noExtensionAttributes = Object.fromEntries(
	Array.from({ length: 15 }, (_, index) => [`extensionAttribute${index + 1}`, null]),
);
