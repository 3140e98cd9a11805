/** The fields to return. */
import type { INodeProperties } from 'n8n-workflow';

import type { Step } from '../transport/request';
import { CONNECTOR_V1_FIELDS } from './outputFormat';
import { fieldNames } from '../transport/select';
import { USER_PROPERTIES, type UserProperty } from '../userProperties';

const selectable = USER_PROPERTIES as readonly UserProperty[];

export const selectFieldsParameter = (show: {
	resource: string[];
	operation?: string[];
}): INodeProperties => ({
	displayName: 'Fields',
	name: 'selectFields',
	type: 'multiOptions',
	default: [],
	hint: 'Leave empty for the usual fields',
	description:
		'The fields to return; none for the usual ones. With an expression, a list or one text with names as in Microsoft Graph and commas between them also works: department, jobTitle. The ID is always returned.',
	displayOptions: { show },
	options: [...selectable]
		.sort((one, other) => one.displayName.localeCompare(other.displayName, 'en'))
		.map(({ name, displayName, description }) => ({
			name: displayName,
			value: name,
			// The column's name in the output, for whoever writes an expression next.
			description: `${description ? `${description}; in` : 'In'} the output: ${name}`,
		})),
});

/** An output format that knows only some fields needs no others. */
const FORMAT_FIELDS: Record<string, readonly string[]> = { connectorV1: CONNECTOR_V1_FIELDS };

/**
 * Asks for the chosen fields, or for the default ones.
 * @param defaults what is asked for when nothing is chosen
 * @param profilePerUser true where Graph gives SharePoint's fields only on the user's own address
 */
export const withFields = (defaults: readonly string[], { profilePerUser = false } = {}): Step =>
	function (request, { outputFormat }) {
		const chosen = fieldNames(this.getNodeParameter('selectFields', []), 'Fields');
		request.graph.fields = {
			names: chosen.length > 0 ? chosen : (FORMAT_FIELDS[String(outputFormat)] ?? defaults),
			chosen: chosen.length > 0,
			profilePerUser,
		};
	};
