/** The fields to return. */
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { fieldNames } from '../checks/fieldNames';
import type { Parameter } from '../execution/operation';
import { customAttribute } from '../users/customAttributes';
import { fieldLabelled } from '../users/fieldLabels';
import {
	asSpelled,
	type Reading,
	USER_PROPERTIES,
	type UserProperty,
} from '../users/userProperties';
import { withLicenseNames } from './namedLicenses';
import { CONNECTOR_V1_FIELDS } from './outputFormat';
import { explainUnknownAttribute } from './unknownAttribute';

const properties = USER_PROPERTIES as readonly UserProperty[];

/** What reading a field takes, such as: needs the permission AuditLog.Read.All. */
function taking({ permission, role, license, perMinute }: Reading): string {
	const needed = [
		permission && `the permission ${permission}`,
		role && `the role ${role}`,
		license && `a ${license} license`,
	].filter((one) => one !== undefined);
	const list = new Intl.ListFormat('en').format(needed);
	return `Needs ${list}${perMinute ? `; at most ${perMinute} requests per minute` : ''}`;
}

/** The fields that every tenant has, as the editor lists them. */
export const selectable: INodePropertyOptions[] = [...properties]
	.sort((one, other) => one.displayName.localeCompare(other.displayName, 'en'))
	.map(({ name, displayName, description, reading }) => {
		const said = [description, reading?.permission && taking(reading)].filter(Boolean).join('; ');
		return {
			name: displayName,
			value: name,
			// The column's name in the output, for whoever writes an expression next.
			description: `${said ? `${said}; in` : 'In'} the output: ${name}`,
		};
	});

const selectFieldsProperty: INodeProperties = {
	displayName: 'Fields',
	name: 'selectFields',
	type: 'multiOptions',
	default: [],
	hint: 'Leave empty for the usual fields',
	description:
		'The fields to return; none for the usual ones. With an expression, a list or one text with names as in Microsoft Graph and commas between them also works: department, jobTitle. The ID is always returned.',
	builderHint: {
		propertyHint:
			'Name the fields that the workflow uses. Left empty, up to 31 come, and those from SharePoint take longer.',
	},
	typeOptions: {
		loadOptionsMethod: 'selectableFields',
		loadOptionsDependsOn: ['authentication'],
	},
	// What there is wherever the list cannot be loaded, and for tools that read the description.
	options: selectable,
};

/** A custom attribute is read with the property that holds it; names in the table count in any case. */
function chosenFields(given: unknown): string[] {
	const names = fieldNames(
		given,
		'Fields',
		fieldLabelled,
		(name) => customAttribute(name) !== undefined,
	);
	return [...new Set(names.map((name) => customAttribute(name)?.property ?? asSpelled(name)))];
}

/** An output format that knows only some fields needs no others. */
const FORMAT_FIELDS: Record<string, readonly string[]> = { connectorV1: CONNECTOR_V1_FIELDS };

/**
 * Asks for the chosen fields, or for the default ones.
 * @param defaults what is asked for when nothing is chosen
 * @param profilePerUser true where Graph returns SharePoint's fields only at the user's own address
 */
export const selectFields = (
	defaults: readonly string[],
	{ profilePerUser = false } = {},
): Parameter => ({
	properties: [selectFieldsProperty],
	step(request, { outputFormat }) {
		const chosen = chosenFields(this.getNodeParameter('selectFields', []));
		request.graph.fields = {
			names: chosen.length > 0 ? chosen : (FORMAT_FIELDS[String(outputFormat)] ?? defaults),
			chosen: chosen.length > 0,
			profilePerUser,
		};
		withLicenseNames(request.graph, chosen);
		explainUnknownAttribute(request.graph, chosen);
	},
});
