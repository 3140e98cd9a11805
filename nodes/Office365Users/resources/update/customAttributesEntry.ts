/** Custom Attributes in Update Fields: how the editor shows it, and what it holds. */
import type { INodeProperties } from 'n8n-workflow';

import { fieldNames } from '../../checks/fieldNames';
import { InvalidParameterError } from '../../checks/invalidParameterError';
import { quoted, trimmedName } from '../../checks/text';
import { ATTRIBUTE_NAMES } from '../../messages/unknownAttribute';
import { fieldLabelled } from '../../users/fieldLabels';
import { customAttribute } from '../../users/customAttributes';
import type { GivenAttribute } from './customAttributes';
import { isEmpty } from './updateValues';

/** The parameter's name in the editor. */
export const CUSTOM_ATTRIBUTES = 'Custom Attributes';

export const customAttributesEntry: INodeProperties = {
	displayName: CUSTOM_ATTRIBUTES,
	name: 'customAttributes',
	type: 'fixedCollection',
	placeholder: 'Add attribute',
	default: {},
	description: 'Extensions and custom security attributes that the organization has added to users',
	typeOptions: { multipleValues: true },
	displayOptions: { show: { '/operation': ['user'] } },
	options: [
		{
			displayName: 'Attribute',
			name: 'attribute',
			values: [
				{
					displayName: 'Name',
					name: 'name',
					type: 'string',
					default: '',
					placeholder: 'e.g. extension_0123456789abcdef0123456789abcdef_badge',
					description:
						'As Microsoft Graph writes it. Members of an object come after a slash: extABCD1234_training/courseId, customSecurityAttributes/Engineering/Level, extensions/com.example.settings/theme.',
				},
				{
					displayName: 'Value',
					name: 'value',
					type: 'string',
					default: '',
					description:
						'Converted to the type that the attribute has. Several values as a list, or as text with commas.',
				},
			],
		},
	],
};

/**
 * @param emptyValues what an empty value means: `refuse` (default), `skip`, `clear`
 * @throws {InvalidParameterError} for what is no list of names and values
 */
export function givenAttributes(given: unknown, emptyValues: unknown): GivenAttribute[] {
	if (given === undefined) return [];
	const entries = (given as { attribute?: unknown } | null)?.attribute;
	if (!Array.isArray(entries) || entries.length === 0) {
		throw new InvalidParameterError(
			`'${CUSTOM_ATTRIBUTES}' has no attribute`,
			'Add one with its name and value. n8n evaluates an expression for a name or a value, not for all attributes together',
		);
	}
	return (entries as unknown[]).flatMap((entry) => givenAttribute(entry, emptyValues));
}

/**
 * With those that Clear Fields names.
 * @returns Clear Fields without them
 * @throws {InvalidParameterError} where one comes twice
 */
export function customChanges(
	given: readonly GivenAttribute[],
	clearFields: unknown,
	hasCustom: boolean,
): { names: string[]; custom: GivenAttribute[] } {
	const isCustom = (name: string): boolean => hasCustom && customAttribute(name) !== undefined;
	const names = fieldNames(clearFields, 'Clear Fields', fieldLabelled, isCustom);
	const cleared = names.filter(isCustom).map((name) => ({ name, isCleared: true }));
	const custom = [...given, ...cleared];
	const seen = custom.map(({ name }) => name.toLowerCase());
	const twin = custom.find(({ name }, index) => seen.indexOf(name.toLowerCase()) < index);
	if (twin === undefined) return { names: names.filter((name) => !isCustom(name)), custom };
	throw new InvalidParameterError(
		given.includes(twin)
			? `'${CUSTOM_ATTRIBUTES}' has ${quoted(twin.name)} twice`
			: `${quoted(twin.name)} is in both '${CUSTOM_ATTRIBUTES}' and 'Clear Fields'`,
	);
}

function givenAttribute(entry: unknown, emptyValues: unknown): GivenAttribute[] {
	const { name: givenName, value } = (entry ?? {}) as Record<string, unknown>;
	const name = typeof givenName === 'string' ? trimmedName(givenName) : givenName;
	if (typeof name !== 'string' || name === '') {
		throw new InvalidParameterError(
			`'${CUSTOM_ATTRIBUTES}' has an attribute ${name === '' || name === undefined || name === null ? 'without a name' : `whose name is ${quoted(name)}`}`,
			`Names are ${ATTRIBUTE_NAMES}`,
		);
	}
	if (!isEmpty(value)) return [{ name, value, isCleared: false }];
	if (emptyValues === 'skip') return [];
	if (emptyValues === 'clear') return [{ name, isCleared: true }];
	throw new InvalidParameterError(
		`'${name}' in '${CUSTOM_ATTRIBUTES}' is empty`,
		"To empty the attribute, name it in 'Clear Fields' by an expression, or set the option 'Empty Values' to what an empty value means",
	);
}
