/** What to change on a user: Update Fields, Clear Fields and the option Empty Values. */
import type {
	IDataObject,
	INodeProperties,
	INodePropertyCollection,
	INodePropertyOptions,
} from 'n8n-workflow';

import { InvalidParameterError } from '../../checks/invalidParameterError';
import { fieldLabelled } from '../../users/fieldLabels';
import { MY_PROFILE_FIELDS, WRITABLE_FIELDS, type WritableField } from '../../users/userProperties';
import { fieldNames } from '../../checks/fieldNames';
import { nearestName } from '../../checks/nearestName';
import { type CheckedChanges, changesOf } from './changes';
import { customAttributesEntry } from './customAttributesEntry';
import { emptyValue, graphValue, type GraphValue } from './updateValues';

const byName = new Map(WRITABLE_FIELDS.map((field) => [field.name, field]));
const ofMyProfile = new Set(MY_PROFILE_FIELDS.map(({ name }) => name));

const UNDOCUMENTED = 'Microsoft does not document that this can be changed; check the result';

/** Directory fields are not offered for one's own profile. */
const shown = ({ name }: WritableField): Pick<INodeProperties, 'displayOptions'> =>
	ofMyProfile.has(name) ? {} : { displayOptions: { show: { '/operation': ['user'] } } };

function editorField(field: WritableField): INodeProperties {
	const { name, displayName, kind, secret, write } = field;
	// The permission that reading takes is not the one that changing takes.
	const described = write.role ? undefined : field.description;
	const common = {
		displayName,
		name,
		description: sentences(
			HELP[name] ?? (kind === 'boolean' ? `Whether ${displayName} is set` : described),
			write.maxLength && kind === 'string' && `At most ${write.maxLength} characters`,
			kind === 'stringList' && listHelp(write),
			write.role &&
				`Needs the permission ${write.permission} and the role ${write.role} or one above it`,
			write.undocumented && UNDOCUMENTED,
		),
		...(PLACEHOLDERS[name] ? { placeholder: `e.g. ${PLACEHOLDERS[name]}` } : {}),
		...shown(field),
	};
	const choices = (write.values ?? [])
		.map((value) => ({ name: inWords(value), value }))
		.sort((one, other) => one.name.localeCompare(other.name, 'en'));
	switch (kind) {
		case 'boolean':
			return { ...common, type: 'boolean', default: false };
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
			};
		case 'string':
			return write.values
				? { ...common, type: 'options', default: choices[0].value, options: choices }
				: {
						...common,
						type: 'string',
						default: '',
						...(secret ? { typeOptions: { password: true } } : {}),
					};
	}
}

const IS_A_DAY = 'A day, without a time of day: the day that the date has in its own time zone';

/** Where the name alone does not say what to enter. Entries that name no field have no effect. */
const HELP: Readonly<Record<string, string>> = {
	birthday: IS_A_DAY,
	employeeHireDate: IS_A_DAY,
	accountEnabled: 'Whether the user can sign in',
	employeeType: 'Such as Employee, Contractor, Consultant or Vendor',
	forceChangePasswordNextSignIn: 'Whether the user must choose a new password at the next sign-in',
	forceChangePasswordNextSignInWithMfa:
		'Whether the user must choose a new password at the next sign-in, after multi-factor authentication',
	isResourceAccount: 'Whether this is a resource account, such as one for a meeting room',
	mail: 'Without accented letters. Also becomes the main proxy address',
	mailNickname: 'The alias: the part of the mail address before the @',
	mySite: "The address of the user's personal site",
	onPremisesImmutableId: 'Links a user of a federated domain to the on-premises directory',
	otherMails: 'Further mail addresses',
	password: 'The new password. It is sent to Microsoft and not shown anywhere',
	passwordPolicies: "The rules that do not apply to this user's password",
	showInAddressList: 'Whether the user shows in the address list',
	usageLocation: 'The two-letter code of the country in which licenses are used',
	userPrincipalName: 'The name the user signs in with, in a verified domain of the organization',
};

const PLACEHOLDERS: Readonly<Record<string, string>> = {
	businessPhones: '+1 425 555 0100',
	mail: 'nathan@example.com',
	mobilePhone: '+1 425 555 0101',
	mySite: 'https://example.com/nathan',
	otherMails: 'nathan@example.org',
	preferredDataLocation: 'EUR',
	preferredLanguage: 'en-US',
	usageLocation: 'US',
	userPrincipalName: 'nathan@example.com',
};

/** Graph replaces lists whole (docs/graph.md#replaced-whole). */
const listHelp = ({ maxEntries }: WritableField['write']): string =>
	maxEntries === 1
		? 'Microsoft allows one value; it replaces the present one'
		: 'The values replace all present ones. An expression may also give a list, or text with commas';

/** One sentence stands without a full stop, several with. */
function sentences(...parts: Array<string | false | 0 | undefined>): string | undefined {
	const said = parts.filter((part) => typeof part === 'string').join('. ');
	return said.includes('. ') ? `${said}.` : said || undefined;
}

/** DisableStrongPassword: Disable Strong Password. */
const inWords = (value: string): string => value.replace(/(?<=[a-z])(?=[A-Z])/g, ' ');

/**
 * n8n evaluates no expression for a collection as a whole: it takes the fields out of the text as if
 * it were an object, and finds none. Of a text it finds the length, which no field has
 * (docs/n8n.md#collections).
 */
const WHOLE_EXPRESSION: INodeProperties = {
	displayName: 'Length',
	name: 'length',
	type: 'hidden',
	default: 0,
};

/** @throws {InvalidParameterError} where Update Fields is one expression */
export function refuseWholeExpression(updateFields: unknown): void {
	if (!('length' in Object(updateFields))) return;
	throw new InvalidParameterError(
		"'Update Fields' is one expression, which n8n does not evaluate here: nothing of it would be written",
		'Add each field and give its value an expression. For fields that differ by item use Sync Users, which takes columns by their names',
	);
}

export const updateProperties: INodeProperties[] = [
	{
		displayName: 'Update Fields',
		name: 'updateFields',
		type: 'collection',
		placeholder: 'Add field',
		default: {},
		description: 'The fields to change; those not added here stay as they are',
		options: [...WRITABLE_FIELDS.map(editorField), customAttributesEntry, WHOLE_EXPRESSION].sort(
			(one, other) => one.displayName.localeCompare(other.displayName, 'en', { numeric: true }),
		) as Array<INodePropertyOptions | INodeProperties | INodePropertyCollection>,
	},
	{
		displayName: 'Clear Fields',
		name: 'clearFields',
		type: 'multiOptions',
		default: [],
		description:
			'The fields to empty. Fields that Microsoft requires to have a value are not listed.',
		options: WRITABLE_FIELDS.filter(({ write }) => !write.keeps).map((field) => ({
			name: field.displayName,
			value: field.name,
			...shown(field),
		})),
	},
];

/**
 * Checks everything and splits it. Where all values are empty and left out, nothing is to be written.
 * @param updateFields by field name, as the editor or an expression gives them
 * @param clearFields names
 * @param emptyValues what an empty value means: `refuse` (default), `skip`, `clear`
 * @param fields those the operation knows
 * @param timezone of the workflow, for dates that have none of their own
 * @param hasMore true: there are custom attributes besides
 * @throws {InvalidParameterError} for any value that Graph would refuse, as far as it is known
 */
export function changesFrom(
	updateFields: IDataObject,
	clearFields: unknown,
	emptyValues: unknown,
	fields: readonly WritableField[],
	timezone?: string,
	hasMore = false,
): CheckedChanges {
	const known = new Set(fields);
	const fieldCalled = (name: string, parameter: string): WritableField => {
		const field = byName.get(name);
		if (field && known.has(field)) return field;
		if (field) {
			throw new InvalidParameterError(
				`'${parameter}' contains ${field.displayName}, which Update My Profile cannot change; use Update User`,
			);
		}
		const near = nearestName(name, [...byName.keys()]);
		throw new InvalidParameterError(
			`'${parameter}' contains "${name}", which is not a field that can be changed${near ? `. Did you mean "${near}"?` : ''}`,
		);
	};
	const values = new Map<WritableField, GraphValue>();
	const cleared = new Set<WritableField>();
	const clear = (field: WritableField): void => {
		if (field.write.keeps) {
			throw new InvalidParameterError(
				`'${field.displayName}' cannot be emptied: Microsoft requires a value`,
			);
		}
		values.set(field, emptyValue(field));
		cleared.add(field);
	};

	for (const [name, given] of Object.entries(updateFields ?? {})) {
		const field = fieldCalled(name, 'Update Fields');
		const value = graphValue(field, given, timezone);
		if (value !== undefined) values.set(field, value);
		else if (emptyValues === 'clear') clear(field);
		else if (emptyValues !== 'skip') {
			throw new InvalidParameterError(
				`'${field.displayName}' is empty`,
				field.write.keeps
					? "Give a value, or set the option 'Empty Values' to leave the field as it is"
					: "To empty the field, choose it in 'Clear Fields', or set the option 'Empty Values' to what an empty value means",
			);
		}
	}
	const toClear = fieldNames(clearFields, 'Clear Fields', fieldLabelled).filter(
		(name) => name !== 'id',
	);
	for (const name of toClear) {
		const field = fieldCalled(name, 'Clear Fields');
		if (values.has(field) && !cleared.has(field)) {
			throw new InvalidParameterError(
				`'${field.displayName}' is in both 'Update Fields' and 'Clear Fields'`,
			);
		}
		clear(field);
	}
	if (!hasMore && toClear.length === 0 && Object.keys(updateFields ?? {}).length === 0) {
		throw new InvalidParameterError(
			"There is nothing to update: 'Update Fields' and 'Clear Fields' are empty",
			'Add at least one field. n8n drops fields whose names the node does not know, such as from a workflow that was not made in the editor',
		);
	}
	return changesOf(values, cleared);
}
