/**
 * Names in a workflow that this version of the node does not know: of a newer version, misspelt, or
 * from an expression. n8n checks none of them at run time (docs/n8n.md#item-loop).
 */
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { InvalidParameterError } from '../checks/invalidParameterError';
import { nearestName } from '../checks/nearestName';
import { quoted } from '../checks/text';
import { beforeSend } from './beforeSend';
import type { Operation, Parameter } from './operation';
import type { Step } from './request';

const NEWER_VERSION =
	'The workflow may have been made with a newer version of this node: update it, or choose again from the list';

/** What the node offers, as far as names go. */
type Offered = ReadonlyArray<{
	readonly value: string;
	readonly name: string;
	readonly operations: ReadonlyArray<Pick<Operation, 'value' | 'name'>>;
}>;

/**
 * For the parameter Resource, whose routing n8n runs whatever the operation is. Without it an unknown
 * operation has no request at all, and n8n says "Invalid URL".
 */
export function refuseUnknownOperation(resources: Offered): INodeProperties['routing'] {
	const refuse = beforeSend(function () {
		const { resource, operation } = this.getNode().parameters;
		const found = resources.find(({ value }) => value === resource);
		throw found === undefined
			? unknownChoice('Resource', resource, resources)
			: unknownChoice('Operation', operation, found.operations);
	});
	return {
		send: {
			paginate: true,
			preSend: [
				async function (requestOptions) {
					const { resource, operation } = this.getNode().parameters;
					const isKnown = resources.some(
						({ value, operations }) =>
							value === resource && operations.some((each) => each.value === operation),
					);
					return isKnown ? requestOptions : await refuse[0].call(this, requestOptions);
				},
			],
		},
	};
}

/**
 * Checks what n8n does not: that the names in Options are the operation's, and that each value
 * chosen from a list is in that list.
 */
export function knownNames(name: string, parameters: readonly Parameter[]): Step {
	const properties = parameters.flatMap((parameter) => parameter.properties ?? []);
	const lists = properties.filter(({ type }) => type === 'options');
	const options = new Map(
		parameters
			.flatMap((parameter) => parameter.options ?? [])
			.map((option) => [option.name, option]),
	);
	return function (_request, given) {
		for (const list of lists) check(list, this.getNodeParameter(list.name, list.default));
		for (const [key, value] of Object.entries(given)) {
			const option = options.get(key);
			if (option === undefined) throw unknownOption(key, name, [...options.values()]);
			if (option.type === 'options') check(option, value);
		}
	};
}

function check({ displayName, options = [] }: INodeProperties, given: unknown): void {
	const choices = options as INodePropertyOptions[];
	if (given === undefined || given === null) return;
	if (!choices.some(({ value }) => value === given)) {
		throw unknownChoice(displayName, given, choices);
	}
}

function unknownChoice(
	parameter: string,
	given: unknown,
	choices: ReadonlyArray<{ readonly name: string; readonly value: unknown }>,
): InvalidParameterError {
	if (typeof given === 'string' && given.startsWith('=')) {
		return new InvalidParameterError(
			`'${parameter}' is an expression, which n8n does not evaluate here`,
			'Choose it from the list; for a choice at run time use a Switch node and several of these nodes',
		);
	}
	const near = nearest(
		String(given),
		choices.map(({ name, value }) => [name, String(value)]),
	);
	return new InvalidParameterError(
		`'${parameter}' is ${quoted(given)}, which this version of the node does not know${near ? `. Did you mean ${near}?` : ''}`,
		NEWER_VERSION,
	);
}

function unknownOption(
	given: string,
	operation: string,
	options: readonly INodeProperties[],
): InvalidParameterError {
	const near = nearest(
		given,
		options.map(({ displayName, name }) => [displayName, name]),
	);
	return new InvalidParameterError(
		`'Options' has ${quoted(given)}, which ${operation} does not know${near ? `. Did you mean ${near}?` : ''}`,
		`${NEWER_VERSION}. It knows ${options.map(({ name }) => name).join(', ')}`,
	);
}

/** The name as the editor shows it, and as a workflow holds it. */
function nearest(
	given: string,
	names: ReadonlyArray<readonly [string, string]>,
): string | undefined {
	const near = nearestName(
		given,
		names.map(([, name]) => name),
	);
	const shown = names.find(([, name]) => name === near)?.[0];
	return near === undefined ? undefined : `"${near}" (${shown})`;
}
