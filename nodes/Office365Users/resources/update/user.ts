import type { IDataObject, INodePropertyOptions } from 'n8n-workflow';

import { sending } from '../../parameters/options';
import { changesFrom } from '../../parameters/updateFields';
import { aboutUser } from '../../parameters/user';
import { beforeSend, needs, type Step } from '../../transport/request';
import { HalfDone } from '../../transport/halfDone';
import { DEFAULT_FIELDS, WRITABLE_FIELDS, type WritableField } from '../../userProperties';
import { patchUser } from './patchUser';

/** Checks the changes and has them written. */
export const withChanges = (fields: readonly WritableField[]): Step =>
	function (request, options) {
		const changes = changesFrom(
			(this.getNodeParameter('updateFields', {}) ?? {}) as IDataObject,
			this.getNodeParameter('clearFields', []),
			options.emptyValues,
			fields,
		);
		const { updated, cleared } = changes;
		const user = (request.graph.user ??= 'me');
		request.graph.writes = { user, fields: [...updated, ...cleared] };
		request.graph.perform = async (client, readUser) => {
			const path = await patchUser(client, request.url, changes);
			if (options.returnUser === true) {
				const wanted = { names: DEFAULT_FIELDS, chosen: false, profilePerUser: false };
				const read = readUser(path, wanted).catch((error: unknown) => {
					throw new HalfDone(error, [...updated, ...cleared]);
				});
				return [{ json: await read }];
			}
			return [
				{
					json: {
						success: true,
						statusCode: 204,
						user,
						updatedFields: [...updated],
						clearedFields: [...cleared],
					},
				},
			];
		};
	};

export const user: INodePropertyOptions = {
	name: 'Update User',
	value: 'user',
	action: 'Update user',
	description: 'Change fields of a user',
	routing: {
		request: { method: 'PATCH', url: '/users/{user}' },
		send: {
			paginate: true,
			preSend: beforeSend(
				needs('User.ReadWrite.All'),
				aboutUser,
				withChanges(WRITABLE_FIELDS),
				sending,
			),
		},
	},
};
