/** What to change on a user: Update Fields, Clear Fields and the option Empty Values. */
import type {
	IDataObject,
	INodeProperties,
	INodePropertyCollection,
	INodePropertyOptions,
} from 'n8n-workflow';

import { BadInput } from '../transport/badInput';
import {
	MY_PROFILE_FIELDS,
	type ObjectProperty,
	WRITABLE_FIELDS,
	type WritableField,
} from '../userProperties';
import { fieldNames } from '../transport/select';
import { graphValue, type GraphValue } from './updateValues';

/** What is to be written, split as Graph demands (graph-facts 1.3). */
export interface Changes {
	/** Kept in Entra. Members of objects stand under their property. */
	readonly directory: Readonly<Record<string, GraphValue | Readonly<Record<string, GraphValue>>>>;
	/** Kept in SharePoint. */
	readonly profile: Readonly<Record<string, GraphValue>>;
	/** Names of the fields that get a value, in the order given. */
	readonly updated: readonly string[];
	/** Names of the fields that are emptied. */
	readonly cleared: readonly string[];
}

const byName = new Map(WRITABLE_FIELDS.map((field) => [field.name, field]));
const ofMyProfile = new Set(MY_PROFILE_FIELDS.map(({ name }) => name));

const UNDOCUMENTED = 'Microsoft does not document that this can be changed; check the result';

const onUpdate = { resource: ['update'], operation: ['myProfile', 'user'] };
/** Directory fields are not offered for one's own profile. */
const shown = ({ name }: WritableField): Pick<INodeProperties, 'displayOptions'> =>
	ofMyProfile.has(name) ? {} : { displayOptions: { show: { '/operation': ['user'] } } };

function editorField(field: WritableField): INodeProperties {
	const { name, displayName, kind, secret, write } = field;
	const description = [field.description, write.undocumented && UNDOCUMENTED]
		.filter(Boolean)
		.join('. ');
	const common = { displayName, name, ...(description ? { description } : {}), ...shown(field) };
	const choices = (write.values ?? []).map((value) => ({ name: value, value }));
	switch (kind) {
		case 'boolean':
			return {
				...common,
				type: 'boolean',
				default: false,
				description: WHETHER[name] ?? `Whether ${displayName} is set`,
			};
		case 'dateTime':
			return { ...common, type: 'dateTime', default: '' };
		case 'flags':
			return { ...common, type: 'multiOptions', default: [], options: choices };
		case 'stringList':
			return {
				...common,
				type: 'string',
				default: [],
				typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Value' },
				description:
					description ||
					'One value or several; with an expression also a list, or one text with commas',
			};
		case 'string':
			return write.values
				? { ...common, type: 'options', default: write.values[0], options: choices }
				: {
						...common,
						type: 'string',
						default: '',
						...(secret ? { typeOptions: { password: true } } : {}),
					};
	}
}

const WHETHER: Record<string, string> = {
	accountEnabled: 'Whether the user can sign in',
	forceChangePasswordNextSignIn: 'Whether the user must choose a new password at the next sign-in',
	forceChangePasswordNextSignInWithMfa:
		'Whether the user must choose a new password at the next sign-in, after multi-factor authentication',
	isResourceAccount: `Whether this is a resource account. ${UNDOCUMENTED}.`,
	showInAddressList: `Whether the user shows in the address list. ${UNDOCUMENTED}.`,
};

export const updateParameters: INodeProperties[] = [
	{
		displayName: 'Update Fields',
		name: 'updateFields',
		type: 'collection',
		placeholder: 'Add field',
		default: {},
		displayOptions: { show: onUpdate },
		description: 'The fields to change; those not added here stay as they are',
		options: WRITABLE_FIELDS.map(editorField) as Array<
			INodePropertyOptions | INodeProperties | INodePropertyCollection
		>,
	},
	{
		displayName: 'Clear Fields',
		name: 'clearFields',
		type: 'multiOptions',
		default: [],
		displayOptions: { show: onUpdate },
		description: 'The fields to empty',
		options: WRITABLE_FIELDS.filter(({ write }) => !write.keeps).map((field) => ({
			name: field.displayName,
			value: field.name,
			...shown(field),
		})),
	},
];

/**
 * Checks everything and splits it.
 * @param updateFields by field name, as the editor or an expression gives them
 * @param clearFields names
 * @param emptyValues what an empty value means: `refuse` (default), `skip`, `clear`
 * @param fields those the operation knows
 * @throws {BadInput} for any value that Graph would refuse, as far as it is known
 */
export function changesFrom(
	updateFields: IDataObject,
	clearFields: unknown,
	emptyValues: unknown,
	fields: readonly WritableField[],
): Changes {
	const known = new Set(fields);
	const fieldCalled = (name: string, parameter: string): WritableField => {
		const field = byName.get(name);
		if (field && known.has(field)) return field;
		throw new BadInput(
			field
				? `'${parameter}' holds ${field.displayName}, which Update My Profile cannot change; use Update User`
				: `'${parameter}' holds "${name}", which is not a field that can be changed`,
		);
	};
	const values = new Map<WritableField, GraphValue>();
	const cleared = new Set<WritableField>();
	const clear = (field: WritableField): void => {
		if (field.write.keeps) {
			throw new BadInput(`'${field.displayName}' cannot be emptied: Microsoft requires a value`);
		}
		values.set(field, field.kind === 'stringList' ? [] : null);
		cleared.add(field);
	};

	for (const [name, given] of Object.entries(updateFields)) {
		const field = fieldCalled(name, 'Update Fields');
		const value = graphValue(field, given);
		if (value !== undefined) values.set(field, value);
		else if (emptyValues === 'clear') clear(field);
		else if (emptyValues !== 'skip') {
			throw new BadInput(
				`'${field.displayName}' is empty`,
				field.write.keeps
					? "Give a value, or set the option 'Empty Values' to leave the field as it is"
					: "To empty the field choose it in 'Clear Fields'; or say with the option 'Empty Values' what an empty value means",
			);
		}
	}
	for (const name of fieldNames(clearFields, 'Clear Fields')) {
		if (name === 'id') continue;
		const field = fieldCalled(name, 'Clear Fields');
		if (values.has(field) && !cleared.has(field)) {
			throw new BadInput(
				`'${field.displayName}' stands both in 'Update Fields' and in 'Clear Fields'`,
			);
		}
		clear(field);
	}
	if (values.size === 0) {
		throw new BadInput(
			"There is nothing to update: 'Update Fields' and 'Clear Fields' are empty",
			'Add at least one field',
		);
	}
	return split(values, cleared);
}

function split(values: Map<WritableField, GraphValue>, cleared: Set<WritableField>): Changes {
	const directory: Record<string, GraphValue | Record<string, GraphValue>> = {};
	const profile: Record<string, GraphValue> = {};
	const members = new Map<ObjectProperty, Record<string, GraphValue>>();
	for (const [{ name, memberOf, sharePoint }, value] of values) {
		if (sharePoint) profile[name] = value;
		else if (memberOf === undefined) directory[name] = value;
		else {
			const object = members.get(memberOf) ?? {};
			object[name] = value;
			members.set(memberOf, object);
			directory[memberOf] = object;
		}
	}
	return {
		directory,
		profile,
		updated: [...values.keys()].filter((field) => !cleared.has(field)).map(({ name }) => name),
		cleared: [...cleared].map(({ name }) => name),
	};
}
