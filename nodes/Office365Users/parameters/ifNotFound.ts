/** The option If Not Found: an empty result instead of a failure. */
import type { INodeProperties } from 'n8n-workflow';

import type { Parameter } from '../execution/operation';

export const ifNotFoundOption: INodeProperties = {
	displayName: 'If Not Found',
	name: 'ifNotFound',
	type: 'options',
	default: 'error',
	description: 'What to do when there is no such user, or the user has no manager or photo',
	options: [
		{ name: 'Fail With a Message', value: 'error', description: 'The item fails' },
		{
			name: 'Return Empty Result',
			value: 'returnEmpty',
			description: 'The item goes on with found (or hasPhoto) set to false',
		},
	],
};

/** @param isAbsent tells the failures that the option is about */
export const ifNotFound = (isAbsent: (error: unknown) => boolean): Parameter => ({
	options: [ifNotFoundOption],
	step(request, options) {
		if (options.ifNotFound === 'returnEmpty') request.graph.isAbsent = isAbsent;
	},
});
