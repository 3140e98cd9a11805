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
 * Checks what n8n does not: that each value chosen from a list is in that list. Names inside Options
 * that n8n does not find in the description never arrive here (docs/n8n.md#item-loop).
 */
export function knownChoices(parameters: readonly Parameter[]): Step {
	const lists = parameters
		.flatMap((parameter) => parameter.properties ?? [])
		.filter(({ type }) => type === 'options');
	const options = parameters
		.flatMap((parameter) => parameter.options ?? [])
		.filter(({ type }) => type === 'options');
	return function (_request, given) {
		for (const list of lists) check(list, this.getNodeParameter(list.name, list.default));
		for (const option of options) check(option, given[option.name]);
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
	// n8n takes the sign of an expression away where it takes none.
	if (typeof given === 'string' && /^=|\{\{/.test(given)) {
		return new InvalidParameterError(
			`'${parameter}' is an expression, which n8n does not evaluate here`,
			'Choose it from the list; for a choice at run time use a Switch node and several of these nodes',
		);
	}
	const near = nearestName(
		String(given),
		choices.map(({ value }) => String(value)),
	);
	const shown = choices.find(({ value }) => value === near)?.name;
	return new InvalidParameterError(
		`'${parameter}' is ${quoted(given)}, which this version of the node does not know${near === undefined ? '' : `. Did you mean "${near}" (${shown})?`}`,
		`${listOf(choices)}${NEWER_VERSION}`,
	);
}

/** For whoever cannot see the list, such as an AI agent; a long one would bury the message. */
const listOf = (choices: ReadonlyArray<{ readonly value: unknown }>): string =>
	choices.length > 8 ? '' : `It knows ${choices.map(({ value }) => String(value)).join(', ')}. `;
