/** The custom attributes that an item changes: as given, then as the tenant defines them. */
import { InvalidParameterError } from '../../checks/invalidParameterError';
import { quoted } from '../../checks/text';
import { KnownAttributes } from '../../execution/knownAttributes';
import type { Preparing } from '../../execution/request';
import type { AskedOfGraph } from '../../messages/asked';
import { unknownAttribute } from '../../messages/unknownAttribute';
import type { KnownAttribute } from '../../users/attributeDefinitions';
import {
	type AttributeValue,
	type CustomAttribute,
	customAttribute,
	type CustomField,
	customField,
} from '../../users/customAttributes';
import { attributeValue } from './attributeValues';

/** A custom attribute as an item gives it. */
export interface GivenAttribute {
	/** As given, without space around it. */
	readonly name: string;
	readonly value?: unknown;
	/** True: it is emptied. */
	readonly isCleared: boolean;
}

export type CustomValues = ReadonlyMap<CustomField, AttributeValue>;

/** An extension whose ID Microsoft has made; others begin with a domain's name. */
const IS_EXT = /^ext\w{8}_/;

/**
 * Checks names and values by the tenant's definitions, which are read once in a run.
 * @param parameter the parameter's name in the editor
 * @param timezone of the workflow, for dates that have none of their own
 * @param ignoresUnknown true: names that the tenant does not know are left out
 * @throws {InvalidParameterError} for a name that the tenant does not know, where it tells, and for a
 * value that does not fit
 */
export async function customValues(
	given: readonly GivenAttribute[],
	using: Preparing,
	asker: Pick<AskedOfGraph, 'appOnly' | 'scopes'>,
	parameter: string,
	timezone: string,
	ignoresUnknown = false,
): Promise<CustomValues> {
	const known = new KnownAttributes(using, asker);
	const values = new Map<CustomField, AttributeValue>();
	for (const one of given) {
		const named = customAttribute(one.name);
		// It may be just an attribute's label.
		if (!named) throw unknownAttribute(one.name, await known.all(), parameter);
		const all = await known.like(named);
		const definition = all?.find(({ name }) => name.toLowerCase() === named.name.toLowerCase());
		// A column of something else may look like a member; only Microsoft's own IDs are certain.
		if (!all && ignoresUnknown && named.kind === 'schemaExtension' && !IS_EXT.test(named.name))
			continue;
		if (all && !definition) {
			if (ignoresUnknown) continue;
			throw unknownAttribute(named.name, all, parameter);
		}
		if (definition?.ofUsers === false) {
			throw new InvalidParameterError(
				`'${parameter}' names ${quoted(definition.name)}, which this tenant has for other objects and not for users`,
			);
		}
		const attribute = (definition && customAttribute(definition.name)) ?? named;
		const value = one.isCleared
			? emptyAttribute(attribute, definition)
			: attributeValue(attribute, one.value, definition, timezone);
		values.set(customField(attribute, definition), value);
	}
	return values;
}

/** Several values of a security attribute are emptied with a list (docs/graph.md#custom-security-attributes). */
const emptyAttribute = (
	{ kind }: CustomAttribute,
	definition: KnownAttribute | undefined,
): AttributeValue => (kind === 'securityAttribute' && definition?.isCollection ? [] : null);
