/** Update Fields, Clear Fields and their options: checked, written, and read back where asked for. */
import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { Parameter } from '../../execution/operation';
import { PartialUpdateError } from '../../messages/partialUpdateError';
import { DEFAULT_FIELDS, type WritableField } from '../../users/userProperties';
import { ME } from '../../users/userRef';
import { emptyValuesOption } from './emptyValues';
import { comparedFirst, isOn, onlyIfChangedOption } from './onlyIfChanged';
import { patchUser } from './patchUser';
import { changesFrom, updateProperties } from './updateFields';

const options: INodeProperties[] = [
	emptyValuesOption,
	{
		displayName: 'Return User',
		name: 'returnUser',
		type: 'boolean',
		default: false,
		description: 'Whether to read the user back after the change and return it',
	},
	onlyIfChangedOption,
];

/** @param fields those that the operation can change */
export const fieldChanges = (fields: readonly WritableField[]): Parameter => ({
	properties: updateProperties,
	options,
	step({ graph }, { emptyValues, returnUser, onlyIfChanged }) {
		const changes = changesFrom(
			(this.getNodeParameter('updateFields', {}) ?? {}) as IDataObject,
			this.getNodeParameter('clearFields', []),
			emptyValues,
			fields,
		);
		const target = graph.user ?? ME;
		graph.changes = [...changes.updated, ...changes.cleared];
		const comparison = isOn(onlyIfChanged)
			? comparedFirst(graph, target, changes)
			: () => undefined;
		graph.perform = async (client, readUser) => {
			const compared = comparison();
			const { remaining = changes } = compared ?? {};
			const { updated, cleared } = remaining;
			const write = async (): Promise<string> => await patchUser(client, target.path, remaining);
			const path = await (compared ? compared.write(write) : write());
			const differences = compared && {
				changed: !graph.unchanged,
				changes: compared.changes as unknown as IDataObject[],
			};
			if (returnUser === true) {
				const wanted = { names: DEFAULT_FIELDS, chosen: false, profilePerUser: false };
				const user = await readUser(path, wanted).catch((error: unknown) => {
					throw graph.unchanged ? error : new PartialUpdateError(error, [...updated, ...cleared]);
				});
				return [{ json: { ...(user as IDataObject), ...differences } }];
			}
			return [
				{
					json: {
						success: true,
						statusCode: graph.unchanged ? null : 204,
						user: target.given,
						updatedFields: [...updated],
						clearedFields: [...cleared],
						...differences,
					},
				},
			];
		};
	},
});
