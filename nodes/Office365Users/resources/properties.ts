/** What the editor shows, derived from the operations: nothing is said here about any one of them. */
import type { INodeProperties } from 'n8n-workflow';

import type { Operation, Parameter } from '../execution/operation';
import { routed } from '../execution/routing';
import { refuseUnknownOperation } from '../execution/unknownChoices';
import { sending } from '../parameters/sending';
import type { Resource } from './index';

interface Use {
	readonly resource: Resource;
	readonly operation: Operation;
}

type PropertiesOf = (parameter: Parameter) => readonly INodeProperties[] | undefined;

/** The parameters Resource and Operation. */
export function operationProperties(resources: readonly Resource[]): INodeProperties[] {
	const [{ value: defaultResource }] = resources;
	return [
		{
			displayName: 'Resource',
			name: 'resource',
			type: 'options',
			noDataExpression: true,
			default: defaultResource,
			options: resources.map(({ name, value, description }) => ({ name, value, description })),
			routing: refuseUnknownOperation(resources),
		},
		...resources.map(
			({ value, operations, defaultOperation }): INodeProperties => ({
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				displayOptions: { show: { resource: [value] } },
				options: operations.map((operation) =>
					routed({ ...operation, parameters: [...operation.parameters, sending] }),
				),
				default: defaultOperation,
			}),
		),
	];
}

/** The parameters of all operations, each once, and the collection Options. */
export function parameterProperties(resources: readonly Resource[]): INodeProperties[] {
	const options = shownWhereUsed(resources, ({ options: entries }) => entries, '/');
	return [
		...shownWhereUsed(resources, ({ properties }) => properties, ''),
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			options: [...options, ...(sending.options ?? [])].sort((one, other) =>
				one.displayName.localeCompare(other.displayName, 'en'),
			),
		},
	];
}

function shownWhereUsed(
	resources: readonly Resource[],
	propertiesOf: PropertiesOf,
	prefix: '' | '/',
): INodeProperties[] {
	const uses = new Map<INodeProperties, Use[]>();
	const order: INodeProperties[] = [];
	for (const resource of resources) {
		for (const operation of resource.operations) {
			const own = operation.parameters.flatMap((parameter) => propertiesOf(parameter) ?? []);
			for (const [index, property] of own.entries()) {
				if (!uses.has(property)) order.splice(placeFor(own.slice(index + 1), order), 0, property);
				uses.set(property, [...(uses.get(property) ?? []), { resource, operation }]);
			}
		}
	}
	return order.map((property) => ({
		...property,
		displayOptions: {
			...property.displayOptions,
			show: {
				...shownFor(property.name, uses.get(property) ?? [], prefix),
				...property.displayOptions?.show,
			},
		},
	}));
}

/** Before the first of those that come after it in its operation, else at the end. */
function placeFor(
	following: readonly INodeProperties[],
	order: readonly INodeProperties[],
): number {
	const index = order.findIndex((property) => following.includes(property));
	return index === -1 ? order.length : index;
}

/**
 * The condition under which exactly these operations show a property.
 * @throws {Error} where n8n's conditions cannot say that: it shows every combination of the values
 */
function shownFor(name: string, uses: readonly Use[], prefix: '' | '/'): Record<string, string[]> {
	const resources = [...new Set(uses.map(({ resource }) => resource))];
	const operations = [...new Set(uses.map(({ operation }) => operation.value))];
	const ofResources = resources.flatMap((resource) => resource.operations);
	const used = new Set(uses.map(({ operation }) => operation));
	const unintended = ofResources.find(
		(operation) => operations.includes(operation.value) && !used.has(operation),
	);
	if (unintended) {
		throw new Error(
			`'${name}' would also be shown for ${unintended.name}: rename an operation, or give it a property of its own`,
		);
	}
	const isForAll = ofResources.every((operation) => used.has(operation));
	return {
		[`${prefix}resource`]: resources.map(({ value }) => value),
		...(isForAll ? {} : { [`${prefix}operation`]: operations }),
	};
}
