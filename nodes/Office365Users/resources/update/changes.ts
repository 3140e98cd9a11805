/** What is to be written of a user, in the parts that Graph wants by themselves. */
import type {
	AttributeDefinition,
	AttributeValue,
	CustomField,
} from '../../users/customAttributes';
import type { ObjectProperty, WritableField } from '../../users/userProperties';
import { type AnyValue, type GraphValue, isEmptied } from './updateValues';

export type ChangedField = WritableField | CustomField;
export type FieldValues = ReadonlyMap<ChangedField, AnyValue>;

type Members = Readonly<Record<string, AnyValue>>;

/** Split as Graph demands (docs/graph.md#writing-sharepoint-properties). */
export interface Changes {
	/** Kept in Entra. Members of objects stand under their property. */
	readonly directory: Readonly<Record<string, AnyValue | Members>>;
	/** Kept in SharePoint. */
	readonly profile: Readonly<Record<string, GraphValue>>;
	/**
	 * Custom security attributes by set, as Graph takes them: by themselves, since they need a role of
	 * their own.
	 */
	readonly security?: Readonly<Record<string, Readonly<Record<string, AttributeValue>>>>;
	/** Members of open extensions by extension. */
	readonly open?: Readonly<Record<string, Readonly<Record<string, AttributeValue>>>>;
	/** Those of the directory's properties that are schema extensions. */
	readonly schemaExtensions?: readonly string[];
	/** True: objects that Graph replaces have all their members. */
	readonly areWhole?: boolean;
	/** Names of the fields that get a value, in the order given (n8n sorts them as the editor does). */
	readonly updated: readonly string[];
	/** Names of the fields that are emptied. */
	readonly cleared: readonly string[];
}

export interface CheckedChanges extends Changes {
	/** Each field with what it is to be; null or [] where it is emptied. */
	readonly values: FieldValues;
}

/** @param cleared those of the values that empty a field */
export function changesOf(values: FieldValues, cleared: ReadonlySet<ChangedField>): CheckedChanges {
	const directory: Record<string, AnyValue | Record<string, AnyValue>> = {};
	const profile: Record<string, GraphValue> = {};
	const security: Record<string, Record<string, AttributeValue>> = {};
	const open: Record<string, Record<string, AttributeValue>> = {};
	const schemaExtensions = new Set<string>();
	const members = new Map<ObjectProperty | string, Record<string, AnyValue>>();
	const addMember = (property: string, name: string, value: AnyValue): void => {
		const object = members.get(property) ?? {};
		object[name] = value;
		members.set(property, object);
		directory[property] = object;
	};
	const addCustom = ({ attribute, definition }: CustomField, value: AttributeValue): void => {
		const { kind, property, path } = attribute;
		const [first, last = first] = path;
		switch (kind) {
			case 'directoryExtension':
				directory[property] = value;
				break;
			case 'schemaExtension':
				schemaExtensions.add(property);
				addMember(property, last, value);
				break;
			case 'securityAttribute':
				security[first] = {
					...(security[first] ?? { '@odata.type': SET_TYPE }),
					...annotated(last, value, definition),
				};
				break;
			case 'openExtension':
				open[first] = { ...open[first], [last]: value };
		}
	};
	for (const [field, value] of values) {
		if (field.kind === 'custom') addCustom(field, value as AttributeValue);
		else if (field.sharePoint) profile[field.name] = value as GraphValue;
		else if (field.memberOf === undefined) directory[field.name] = value;
		else addMember(field.memberOf, field.name, value);
	}
	return {
		directory,
		profile,
		...(Object.keys(security).length > 0 ? { security } : {}),
		...(Object.keys(open).length > 0 ? { open } : {}),
		...(schemaExtensions.size > 0 ? { schemaExtensions: [...schemaExtensions] } : {}),
		updated: [...values.keys()].filter((field) => !cleared.has(field)).map(({ name }) => name),
		cleared: [...cleared].map(({ name }) => name),
		values,
	};
}

/** The same and more. */
export function withValues({ values, cleared }: CheckedChanges, more: FieldValues): CheckedChanges {
	const all = new Map<ChangedField, AnyValue>([...values, ...more]);
	const emptied = [...all].filter(([field, value]) =>
		more.has(field) ? isEmptied(value) : cleared.includes(field.name),
	);
	return changesOf(all, new Set(emptied.map(([field]) => field)));
}

/** docs/graph.md#custom-security-attributes */
const SET_TYPE = '#Microsoft.DirectoryServices.CustomSecurityAttributeValue';

/** An attribute of a set, with the annotation that numbers and collections have beside them. */
function annotated(
	name: string,
	value: AttributeValue,
	definition: AttributeDefinition | undefined,
): Record<string, AttributeValue> {
	const entries = Array.isArray(value) ? value : [value];
	const isNumber = definition
		? definition.type === 'Integer'
		: entries.length > 0 && entries.every((entry) => typeof entry === 'number');
	const type = Array.isArray(value)
		? `#Collection(${isNumber ? 'Int32' : 'String'})`
		: isNumber && value !== null
			? '#Int32'
			: undefined;
	return { ...(type === undefined ? {} : { [`${name}@odata.type`]: type }), [name]: value };
}
