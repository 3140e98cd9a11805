/** The parts of the description, flattened. */
import type {
	INodeProperties,
	INodePropertyCollection,
	INodePropertyMode,
	INodePropertyOptions,
} from 'n8n-workflow';

import { Office365Users } from '../../../nodes/Office365Users/Office365Users.node';

export const { description } = new Office365Users();

/** A property and the names of the parameters that contain it. */
export interface PlacedProperty {
	path: string;
	property: INodeProperties;
}
/** One choice of a parameter. */
export interface Choice {
	path: string;
	choice: INodePropertyOptions;
}

type Entry = INodeProperties | INodePropertyOptions | INodePropertyCollection;
const isProperty = (entry: Entry): entry is INodeProperties => 'type' in entry;
const isCollection = (entry: Entry): entry is INodePropertyCollection => 'values' in entry;

/** All properties, those in collections after the collection. */
export function placed(properties: INodeProperties[], within = ''): PlacedProperty[] {
	return properties.flatMap((property) => {
		const path = within + property.name;
		const inner = (property.options ?? []).flatMap((entry) =>
			isProperty(entry) ? [entry] : isCollection(entry) ? entry.values : [],
		);
		return [{ path, property }, ...placed(inner, `${path}.`)];
	});
}

export const choicesOf = ({ options = [] }: INodeProperties): INodePropertyOptions[] =>
	options.filter(
		(entry): entry is INodePropertyOptions => !isProperty(entry) && !isCollection(entry),
	);

export const choices = (properties: PlacedProperty[]): Choice[] =>
	properties.flatMap(({ path, property }) =>
		choicesOf(property).map((choice) => ({ path: `${path}=${String(choice.value)}`, choice })),
	);

export const modes = (
	properties: PlacedProperty[],
): Array<{ path: string; mode: INodePropertyMode }> =>
	properties.flatMap(({ path, property }) =>
		(property.modes ?? []).map((mode) => ({ path: `${path}:${mode.name}`, mode })),
	);

export const PROPERTIES = placed(description.properties);

/** The parameter of that name; the first if there are several. */
export function parameter(name: string): INodeProperties {
	const found = description.properties.find((property) => property.name === name);
	if (!found) throw new Error(`There is no parameter ${name}`);
	return found;
}

export interface Operation {
	/** `resource:operation` */
	id: string;
	resource: string;
	operation: INodePropertyOptions;
}

/** Every operation with its resource. */
export const OPERATIONS: Operation[] = description.properties
	.filter(({ name }) => name === 'operation')
	.flatMap((property) =>
		choicesOf(property).map((operation) => {
			const resource = String(property.displayOptions?.show?.resource?.[0]);
			return { id: `${resource}:${String(operation.value)}`, resource, operation };
		}),
	);
