/** Update Fields, Clear Fields and their options: checked, written, and read back where asked for. */
import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { Parameter } from '../../execution/operation';
import { PartialUpdateError } from '../../messages/partialUpdateError';
import { DEFAULT_FIELDS, type WritableField } from '../../users/userProperties';
import { ME } from '../../users/userRef';
import { patchUser } from './patchUser';
import { changesFrom, updateProperties } from './updateFields';

const options: INodeProperties[] = [
	{
		displayName: 'Empty Values',
		name: 'emptyValues',
		type: 'options',
		default: 'refuse',
		description: 'What an empty value in Update Fields means, such as one from an expression',
		options: [
			{ name: 'Clear the Field', value: 'clear', description: 'The field is emptied' },
			{ name: 'Leave the Field', value: 'skip', description: 'The field stays as it is' },
			{ name: 'Refuse', value: 'refuse', description: 'The item fails with a message' },
		],
	},
	{
		displayName: 'Return User',
		name: 'returnUser',
		type: 'boolean',
		default: false,
		description: 'Whether to read the user back after the change and return it',
	},
];

/** @param fields those that the operation can change */
export const fieldChanges = (fields: readonly WritableField[]): Parameter => ({
	properties: updateProperties,
	options,
	step({ graph }, { emptyValues, returnUser }) {
		const changes = changesFrom(
			(this.getNodeParameter('updateFields', {}) ?? {}) as IDataObject,
			this.getNodeParameter('clearFields', []),
			emptyValues,
			fields,
		);
		const { updated, cleared } = changes;
		const target = graph.user ?? ME;
		graph.changes = [...updated, ...cleared];
		graph.perform = async (client, readUser) => {
			const path = await patchUser(client, target.path, changes);
			if (returnUser === true) {
				const wanted = { names: DEFAULT_FIELDS, chosen: false, profilePerUser: false };
				const user = await readUser(path, wanted).catch((error: unknown) => {
					throw new PartialUpdateError(error, [...updated, ...cleared]);
				});
				return [{ json: user as IDataObject }];
			}
			return [
				{
					json: {
						success: true,
						statusCode: 204,
						user: target.given,
						updatedFields: [...updated],
						clearedFields: [...cleared],
					},
				},
			];
		};
	},
});
