import type { PropertyKind, UserProperty } from './userProperty.ts';

/** A directory extension, as getAvailableExtensionProperties lists it (docs/graph.md#directory-extensions). */
export interface ExtensionDefinition {
	readonly id: string;
	readonly appDisplayName: string;
	readonly name: string;
	readonly dataType: 'String' | 'Integer' | 'Boolean' | 'DateTime';
	readonly isMultiValued: boolean;
	readonly targetObjects: readonly string[];
}

const app = '22222222222242228222222222222222';
const defined = (
	number: number,
	name: string,
	dataType: ExtensionDefinition['dataType'],
	isMultiValued = false,
	targetObjects: readonly string[] = ['User'],
): ExtensionDefinition => ({
	id: `eeeeeeee-0000-4000-8000-00000000000${number}`,
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
];

const kinds: Readonly<Record<ExtensionDefinition['dataType'], PropertyKind>> = {
	String: 'string',
	Integer: 'integer',
	Boolean: 'boolean',
	DateTime: 'dateTime',
};

/** The directory extensions of users as properties: selected by their full names, never by default. */
export const extensionProperties: readonly UserProperty[] = extensionDefinitions
	.filter(({ targetObjects }) => targetObjects.includes('User'))
	.map(({ name, dataType, isMultiValued }) => ({
		name,
		kind: isMultiValued ? 'stringCollection' : kinds[dataType],
		write: 'writable',
		filter: dataType === 'String' ? 'default' : 'noStartsWith',
		filterEmpty: true,
		maxLength: 256,
		nullable: true,
		writableWhenSynced: true,
	}));

/** A schema extension: a complex property whose members are sent together. */
export const schemaExtension: UserProperty = {
	name: 'ext7k3pq9xd_training',
	kind: 'schemaExtension',
	write: 'writable',
	writableWhenSynced: true,
	members: { courseId: 'integer', courseName: 'string', completed: 'boolean' },
};
