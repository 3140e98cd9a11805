import type { INodeProperties } from 'n8n-workflow';

export const emptyValuesOption: INodeProperties = {
	displayName: 'Empty Values',
	name: 'emptyValues',
	type: 'options',
	default: 'refuse',
	description:
		'What an empty value means, such as one from an expression. Without this option Update User refuses it, and Sync Users leaves the field as it is.',
	options: [
		{ name: 'Clear the Field', value: 'clear', description: 'The field is emptied' },
		{ name: 'Leave the Field', value: 'skip', description: 'The field stays as it is' },
		{ name: 'Refuse', value: 'refuse', description: 'The item fails with a message' },
	],
};
