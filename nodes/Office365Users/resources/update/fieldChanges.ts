/** Update Fields, Clear Fields and their options: checked, written, and read back where asked for. */
import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { Parameter } from '../../execution/operation';
import { PartialUpdateError } from '../../messages/partialUpdateError';
import type { WritableField } from '../../users/userProperties';
import { ME } from '../../users/userRef';
import { patchUser } from './patchUser';
import { readBack } from './readBack';
import { NoEffectError } from './updateError';
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
		description:
			'Whether to read the user after the change and return it: the usual fields and those that were changed',
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
			this.getTimezone(),
		);
		const { updated, cleared } = changes;
		const target = graph.user ?? ME;
		const changed = [...updated, ...cleared];
		// A row in which every value is left as it is changes nobody; only reading back asks Graph.
		if (changed.length > 0 || returnUser === true) graph.changes = changed;
		graph.perform = async (client, readUser) => {
			const path = changed.length > 0 ? await patchUser(client, target.path, changes) : target.path;
			if (returnUser === true) {
				const user = await readBack(client, readUser, path, changes).catch((error: unknown) => {
					const written = changed.filter((name) => !isWithoutEffect(error, name));
					throw written.length > 0 ? new PartialUpdateError(error, written) : error;
				});
				return [{ json: user as IDataObject }];
			}
			return [
				{
					json: {
						success: true,
						statusCode: changed.length > 0 ? 204 : null,
						user: target.given,
						updatedFields: [...updated],
						clearedFields: [...cleared],
					},
				},
			];
		};
	},
});

const isWithoutEffect = (error: unknown, name: string): boolean =>
	error instanceof NoEffectError && error.fields.includes(name);
