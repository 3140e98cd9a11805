/** Update Fields, Clear Fields and their options: checked, written, and read back where asked for. */
import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { Parameter } from '../../execution/operation';
import { PartialUpdateError } from '../../messages/partialUpdateError';
import type { WritableField } from '../../users/userProperties';
import { ME } from '../../users/userRef';
import { emptyValuesOption } from './emptyValues';
import { withValues } from './changes';
import { customValues } from './customAttributes';
import { CUSTOM_ATTRIBUTES, customChanges, givenAttributes } from './customAttributesEntry';
import { differences } from './differences';
import { comparedFirst, isOn, notCompared, onlyIfChangedOption } from './onlyIfChanged';
import { patchUser } from './patchUser';
import { readBack } from './readBack';
import { NoEffectError } from './updateError';
import { changesFrom, refuseWholeExpression, updateProperties } from './updateFields';
import { withoutEntry } from './updateValues';

const options: INodeProperties[] = [
	emptyValuesOption,
	{
		displayName: 'Return User',
		name: 'returnUser',
		type: 'boolean',
		default: false,
		description:
			'Whether to read the user after the change and return it: the usual fields and those that were changed',
	},
	onlyIfChangedOption,
];

/**
 * @param fields those that the operation can change
 * @param hasCustom true: custom attributes too
 */
export const fieldChanges = (
	fields: readonly WritableField[],
	{ hasCustom = false } = {},
): Parameter => ({
	properties: updateProperties,
	options,
	step({ graph }, { emptyValues, returnUser, onlyIfChanged }) {
		const given = (this.getNodeParameter('updateFields', {}) ?? {}) as IDataObject;
		refuseWholeExpression(given);
		const { customAttributes, ...evaluated } = given;
		const raw = (this.getNode().parameters.updateFields ?? {}) as IDataObject;
		const updateFields = Object.fromEntries(
			Object.entries(evaluated).map(([name, value]) => [name, withoutEntry(value, raw[name])]),
		) as IDataObject;
		const { names: clearFields, custom } = customChanges(
			givenAttributes(customAttributes, emptyValues),
			this.getNodeParameter('clearFields', []),
			hasCustom,
		);
		const timezone = this.getTimezone();
		let changes = changesFrom(
			updateFields,
			clearFields,
			emptyValues,
			fields,
			timezone,
			custom.length > 0 || customAttributes !== undefined,
		);
		const target = graph.user ?? ME;
		const changed = [...changes.updated, ...changes.cleared, ...custom.map(({ name }) => name)];
		// A row in which every value is left as it is changes nobody; only reading back asks Graph.
		if (changed.length > 0 || returnUser === true) graph.changes = changed;
		const isCompared = isOn(onlyIfChanged);
		const comparison =
			isCompared && changed.length > 0
				? comparedFirst(graph, target, () => changes)
				: () => undefined;
		const uncompared =
			!isCompared && changed.length > 0
				? notCompared(graph, target, (user) => void differences(user, changes.values))
				: () => undefined;
		const { prepare } = graph;
		if (prepare && custom.length > 0) {
			graph.prepare = {
				...prepare,
				isNeeded: true,
				async read(using) {
					const values = await customValues(custom, using, graph, CUSTOM_ATTRIBUTES, timezone);
					changes = withValues(changes, values);
					graph.changes = [...changes.updated, ...changes.cleared];
					await prepare.read?.(using);
				},
			};
		}
		graph.perform = async (client, readUser) => {
			const compared = comparison();
			const writing = compared ?? uncompared();
			const { remaining = changes } = compared ?? {};
			const { updated, cleared } = remaining;
			const written = [...updated, ...cleared];
			const isChanged = written.length > 0;
			const write = async (): Promise<string> =>
				isChanged ? await patchUser(client, target.path, remaining) : target.path;
			const path = await (writing ? writing.write(write) : write());
			const found = isCompared && {
				changed: isChanged,
				changes: (compared?.changes ?? []) as unknown as IDataObject[],
			};
			if (returnUser === true) {
				const user = await readBack(client, readUser, path, remaining).catch((error: unknown) => {
					if (error instanceof NoEffectError) writing?.noteFailed();
					const kept = written.filter((name) => !isWithoutEffect(error, name));
					throw kept.length > 0 ? new PartialUpdateError(error, kept) : error;
				});
				return [{ json: { ...(user as IDataObject), ...found } }];
			}
			return [
				{
					json: {
						success: true,
						statusCode: isChanged ? 204 : null,
						user: target.given,
						updatedFields: [...updated],
						clearedFields: [...cleared],
						...found,
					},
				},
			];
		};
	},
});

const isWithoutEffect = (error: unknown, name: string): boolean =>
	error instanceof NoEffectError && error.fields.includes(name);
