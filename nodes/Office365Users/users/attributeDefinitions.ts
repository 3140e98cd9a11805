/**
 * How the tenant defines its custom attributes, where the sign-in may read that
 * (docs/graph.md#extensions, docs/graph.md#security-attribute-definitions).
 */
import type { GraphClient } from '../transport/client';
import { GraphError } from '../transport/graphError';
import { graphUrl, segment } from '../transport/graphUrl';
import { property, textProperty } from '../transport/http';
import { readCollection } from '../transport/paging';
import type { AttributeDefinition, AttributeType } from './customAttributes';

export interface KnownAttribute extends AttributeDefinition {
	/** As a custom attribute is named. */
	readonly name: string;
	/** For people: the name without its technical parts. */
	readonly label: string;
	/** The app or the attribute set that it belongs to. */
	readonly group: string;
	/** Of users, and not only of groups or other objects. */
	readonly ofUsers: boolean;
	/** False: it has been retired. */
	readonly isActive: boolean;
}

const TYPES: readonly string[] = [
	'String',
	'Integer',
	'LargeInteger',
	'Boolean',
	'DateTime',
	'Binary',
] satisfies AttributeType[];

/** An unknown type is taken for text: Graph has the last word. */
const typeIn = (entry: unknown, name: string): AttributeType => {
	const given = textProperty(entry, name) ?? '';
	return TYPES.includes(given) ? (given as AttributeType) : 'String';
};

const listIn = (value: unknown): unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);

/**
 * The directory extensions of all apps.
 * @throws {GraphError} when they may not be read
 */
export async function directoryExtensions(client: GraphClient): Promise<KnownAttribute[]> {
	const { body } = await client.request({
		method: 'POST',
		path: '/directoryObjects/getAvailableExtensionProperties',
		body: {},
		reusable: true,
	});
	return listIn(property(body, 'value')).flatMap((entry) => {
		const name = textProperty(entry, 'name');
		if (name === undefined) return [];
		const app = textProperty(entry, 'appDisplayName') ?? '';
		return {
			name,
			label: name.replace(/^extension_[0-9a-f]{32}_/i, ''),
			group: app,
			type: typeIn(entry, 'dataType'),
			isCollection: property(entry, 'isMultiValued') === true,
			ofUsers: listIn(property(entry, 'targetObjects')).includes('User'),
			isActive: true,
		};
	});
}

/**
 * The members of a schema extension; [] where there is none of this name.
 * @throws {GraphError} when it may not be read
 */
export async function schemaExtension(client: GraphClient, id: string): Promise<KnownAttribute[]> {
	const path = `/schemaExtensions/${segment(id)}`;
	const body = await client.request({ method: 'GET', path, reusable: true }).then(
		(response) => response.body,
		(error: unknown) => {
			if (error instanceof GraphError && error.status === 404) return undefined;
			throw error;
		},
	);
	const name = textProperty(body, 'id') ?? id;
	return listIn(property(body, 'properties')).flatMap((entry) => {
		const member = textProperty(entry, 'name');
		if (member === undefined) return [];
		return {
			name: `${name}/${member}`,
			label: member,
			group: name,
			type: typeIn(entry, 'type'),
			isCollection: false,
			ofUsers: listIn(property(body, 'targetTypes')).some(
				(type) => String(type).toLowerCase() === 'user',
			),
			isActive: textProperty(body, 'status') !== 'Deprecated',
		};
	});
}

/**
 * The custom security attributes of all sets.
 * @throws {GraphError} when they may not be read
 */
export async function securityAttributes(client: GraphClient): Promise<KnownAttribute[]> {
	const { root, send } = client;
	const url = graphUrl(root, '/directory/customSecurityAttributeDefinitions');
	const entries = await readCollection({
		first: { method: 'GET', url, reusable: true },
		limit: Infinity,
		send,
		root,
	});
	return entries.flatMap((entry) => {
		const set = textProperty(entry, 'attributeSet');
		const name = textProperty(entry, 'name');
		if (set === undefined || name === undefined) return [];
		return {
			name: `customSecurityAttributes/${set}/${name}`,
			label: name,
			group: set,
			type: typeIn(entry, 'type'),
			isCollection: property(entry, 'isCollection') === true,
			ofUsers: true,
			isActive: textProperty(entry, 'status') !== 'Deprecated',
		};
	});
}

/** Not what passes: then nobody knows. */
const isRefusal = (error: unknown): boolean =>
	error instanceof GraphError && error.status < 500 && error.status !== 429;

/** What a run has found out about the tenant's definitions; each is asked for once. */
export class AttributeDefinitions {
	private readonly asked = new Map<string, Promise<KnownAttribute[] | undefined>>();
	/** Permissions that turned out to be missing. */
	private readonly missing = new Set<string>();

	/**
	 * @param of what is asked for
	 * @param permission which that takes
	 * @returns undefined where the definitions may not be read
	 * @throws what asking throws otherwise
	 */
	async read(
		of: string,
		permission: string,
		ask: () => Promise<KnownAttribute[]>,
	): Promise<KnownAttribute[] | undefined> {
		if (this.missing.has(permission)) return undefined;
		let known = this.asked.get(of);
		if (!known) {
			known = ask().catch((error: unknown) => {
				if (isRefusal(error)) {
					this.missing.add(permission);
					return undefined;
				}
				this.asked.delete(of);
				throw error;
			});
			this.asked.set(of, known);
		}
		return await known;
	}
}
