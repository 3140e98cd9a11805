import type { INodePropertyOptions } from 'n8n-workflow';

import { sending } from '../../parameters/options';
import { photoMetadataOutput } from '../../parameters/outputFormat';
import { aboutUser } from '../../parameters/user';
import { imageExtension } from '../../transport/imageType';
import { photoFacts } from '../../transport/photo';
import { beforeSend, needs, type Step } from '../../transport/request';
import { photoOwner } from './ofUser';

/** Whether there is a photo, and what it is like; a user without one is no reason to fail. */
const asFacts: Step = function (request) {
	const { user = 'me' } = request.graph;
	request.graph.perform = async (client) => {
		const facts = await photoFacts(client, photoOwner(request));
		return [
			{
				json: {
					hasPhoto: facts !== undefined,
					height: facts?.height ?? null,
					width: facts?.width ?? null,
					contentType: facts?.contentType ?? null,
					imageFileExtension: imageExtension(facts?.contentType ?? null),
					user,
				},
			},
		];
	};
};

export const getMetadata: INodePropertyOptions = {
	name: 'Get Photo Metadata',
	value: 'getMetadata',
	action: 'Get photo metadata',
	description: 'Find out whether a user has a profile photo, and its size and type',
	routing: {
		request: { method: 'GET', url: '/users/{user}/photo' },
		send: {
			paginate: true,
			preSend: beforeSend(
				needs('User.ReadBasic.All or ProfilePhoto.Read.All'),
				aboutUser,
				asFacts,
				sending,
			),
		},
		output: { postReceive: photoMetadataOutput },
	},
};
