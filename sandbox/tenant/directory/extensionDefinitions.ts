import type { PropertyKind, UserProperty } from './userProperty.ts';

export type ExtensionType =
	| 'String'
	| 'Integer'
	| 'LargeInteger'
	| 'Boolean'
	| 'DateTime'
	| 'Binary';

/** A directory extension, as getAvailableExtensionProperties lists it (docs/graph.md#directory-extensions). */
export interface ExtensionDefinition {
	readonly id: string;
	readonly appDisplayName: string;
	readonly name: string;
	readonly dataType: ExtensionType;
	readonly isMultiValued: boolean;
	readonly targetObjects: readonly string[];
}

const app = '22222222222242228222222222222222';
const defined = (
	number: number,
	name: string,
	dataType: ExtensionType,
	isMultiValued = false,
	targetObjects: readonly string[] = ['User'],
): ExtensionDefinition => ({
	id: `eeeeeeee-0000-4000-8000-${String(number).padStart(12, '0')}`,
	appDisplayName: 'HR data',
	name: `extension_${app}_${name}`,
	dataType,
	isMultiValued,
	targetObjects,
});

export const extensionDefinitions: readonly ExtensionDefinition[] = [
	defined(1, 'badge', 'String'),
	defined(2, 'floor', 'Integer'),
	defined(3, 'remote', 'Boolean'),
	defined(4, 'startedOn', 'DateTime'),
	defined(5, 'tags', 'String', true),
	defined(6, 'owner', 'String', false, ['Group']),
	defined(7, 'payrollNumber', 'LargeInteger'),
	defined(8, 'token', 'Binary'),
	defined(9, 'rooms', 'Integer', true),
	defined(10, 'trainedOn', 'DateTime', true),
];

const kinds: Readonly<Record<ExtensionType, PropertyKind>> = {
	String: 'string',
	Integer: 'integer',
	LargeInteger: 'largeInteger',
	Boolean: 'boolean',
	DateTime: 'dateTime',
	Binary: 'binary',
};

/** The directory extensions of users as properties: selected by their full names, never by default. */
export const extensionProperties: readonly UserProperty[] = extensionDefinitions
	.filter(({ targetObjects }) => targetObjects.includes('User'))
	.map(({ name, dataType, isMultiValued }) => ({
		name,
		kind: isMultiValued ? 'collection' : kinds[dataType],
		...(isMultiValued ? { of: kinds[dataType] } : {}),
		write: 'writable',
		filter: dataType === 'String' ? 'default' : 'noStartsWith',
		filterEmpty: true,
		maxLength: 256,
		nullable: true,
		writableWhenSynced: true,
	}));

/** A schema extension: a complex property whose members are sent together. */
export const schemaExtension: UserProperty & { readonly members: Record<string, PropertyKind> } = {
	name: 'ext7k3pq9xd_training',
	kind: 'schemaExtension',
	write: 'writable',
	writableWhenSynced: true,
	members: {
		courseId: 'integer',
		courseName: 'string',
		completed: 'boolean',
		completedOn: 'dateTime',
		certificate: 'binary',
	},
};

/** As /schemaExtensions/{id} has it (docs/graph.md#schema-extensions). */
export const schemaExtensionDefinition = {
	id: schemaExtension.name,
	description: 'Trainings',
	targetTypes: ['User'],
	status: 'InDevelopment',
	owner: '22222222-2222-4222-8222-222222222222',
	properties: Object.entries(schemaExtension.members).map(([name, kind]) => ({
		name,
		type: Object.entries(kinds).find(([, one]) => one === kind)?.[0] ?? 'String',
	})),
};
