import {
	annotation,
	attributeSets,
	attributeValueType,
	type AttributeDefinition,
} from '../directory/securityAttributes.ts';
import { isObject, type JsonObject, type PropertyValue } from '../directory/user.ts';
import { badRequest } from './errors.ts';

const refusal = (message: string): Error => badRequest(message);

/**
 * The sets and attributes of a PATCH, without annotations; null clears an attribute. The texts of
 * the refusals are assumptions (docs/graph.md#custom-security-attributes).
 */
export function checkedSecurityAttributes(value: unknown): JsonObject {
	if (!isObject(value)) throw refusal('customSecurityAttributes must be an object.');
	const checked: Record<string, JsonObject> = {};
	for (const [set, values] of Object.entries(value)) {
		if (set.startsWith('@')) continue;
		const definitions = attributeSets[set];
		if (!definitions) throw refusal(`The attribute set '${set}' does not exist.`);
		if (!isObject(values) || values['@odata.type'] !== attributeValueType)
			throw refusal(
				`The attribute set '${set}' must have the @odata.type '${attributeValueType}'.`,
			);
		checked[set] = checkedSet(set, definitions, values);
	}
	return checked;
}

function checkedSet(
	set: string,
	definitions: Readonly<Record<string, AttributeDefinition>>,
	values: JsonObject,
): JsonObject {
	const checked: Record<string, PropertyValue> = {};
	for (const [name, value] of Object.entries(values)) {
		if (name.includes('@')) continue;
		const definition = definitions[name];
		if (!definition)
			throw refusal(`The attribute '${name}' does not exist in the attribute set '${set}'.`);
		// An empty collection or null clears it.
		const clears = value === null || (Array.isArray(value) && value.length === 0);
		const type = annotation(definition);
		if (!clears && type !== undefined && values[`${name}@odata.type`] !== type)
			throw refusal(`The attribute '${name}' must have the @odata.type '${type}'.`);
		if (!clears && !fits(definition, value))
			throw refusal(`The value of the attribute '${name}' does not fit its definition.`);
		checked[name] = clears ? null : value;
	}
	return checked;
}

const typeNames = { String: 'string', Int32: 'number', Boolean: 'boolean' } as const;

function fits({ type, isCollection, values }: AttributeDefinition, value: PropertyValue): boolean {
	const one = (item: PropertyValue): boolean =>
		typeof item === typeNames[type] &&
		(type !== 'Int32' || Number.isInteger(item)) &&
		(values === undefined || values.includes(String(item)));
	return isCollection ? Array.isArray(value) && value.every(one) : one(value);
}

/** What is stored after a change: other attributes stay, cleared ones go. */
export function mergedSecurityAttributes(
	before: PropertyValue | undefined,
	change: JsonObject,
): JsonObject | null {
	const result: Record<string, JsonObject> = {};
	const sets = isObject(before) ? before : {};
	for (const set of new Set([...Object.keys(sets), ...Object.keys(change)])) {
		const merged = Object.fromEntries(
			Object.entries({ ...(sets[set] as JsonObject), ...(change[set] as JsonObject) }).filter(
				([, value]) => value !== null,
			),
		);
		if (Object.keys(merged).length > 0) result[set] = merged;
	}
	return Object.keys(result).length > 0 ? result : null;
}
