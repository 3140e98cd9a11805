/** What the editor offers of conditions, found out as n8n's editor does. */
import { type INodeProperties, type INodePropertyCollection, NodeHelpers } from 'n8n-workflow';

import { choicesOf, description, parameter } from './description';

const options = (parameter('options').options ?? []) as INodeProperties[];
const conditions = options.find(({ name }) => name === 'conditions');
const [collection] = (conditions?.options ?? []) as INodePropertyCollection[];
/** The properties of one condition. */
export const CONDITION_PROPERTIES: readonly INodeProperties[] = collection.values;

/** Those that the editor shows under a name for what has been chosen so far. */
export const shown = (name: string, chosen: Record<string, string>): readonly INodeProperties[] =>
	CONDITION_PROPERTIES.filter(
		(property) =>
			property.name === name &&
			NodeHelpers.displayParameter(chosen, property, null, description, {}),
	);

const valuesOf = (property: INodeProperties | undefined): string[] =>
	property ? choicesOf(property).map(({ value }) => String(value)) : [];

/** Graph's names of the fields to choose from. */
export const FIELDS: readonly string[] = valuesOf(
	CONDITION_PROPERTIES.find(({ name }) => name === 'field'),
);

/** Every operator there is. */
export const OPERATORS: readonly string[] = [
	...new Set(CONDITION_PROPERTIES.filter(({ name }) => name === 'operator').flatMap(valuesOf)),
];

/** The operators to choose from for a field. */
export const operatorsFor = (field: string): string[] => valuesOf(shown('operator', { field })[0]);
