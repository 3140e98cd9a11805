import type { JsonObject } from './user.ts';

export type AttributeType = 'String' | 'Int32' | 'Boolean';

export interface AttributeDefinition {
	readonly type: AttributeType;
	readonly isCollection: boolean;
	/** The only values, where there are such. */
	readonly values?: readonly string[];
}

/** The attribute sets of the tenant and their attributes (docs/graph.md#custom-security-attributes). */
export const attributeSets: Readonly<
	Record<string, Readonly<Record<string, AttributeDefinition>>>
> = {
	Engineering: {
		Project: { type: 'String', isCollection: true },
		Certification: { type: 'Boolean', isCollection: false },
		CostCenters: { type: 'Int32', isCollection: true },
		Level: { type: 'Int32', isCollection: false },
	},
	Compliance: {
		Clearance: { type: 'String', isCollection: false, values: ['None', 'Internal', 'Secret'] },
	},
};

/** As /directory/customSecurityAttributeDefinitions lists them, sorted by set. */
export const attributeDefinitions = Object.entries(attributeSets).flatMap(([set, attributes]) =>
	Object.entries(attributes).map(([name, { type, isCollection, values }]) => ({
		id: `${set}_${name}`,
		attributeSet: set,
		name,
		description: null,
		type: type === 'Int32' ? 'Integer' : type,
		isCollection,
		isSearchable: true,
		status: 'Available',
		usePreDefinedValuesOnly: values !== undefined,
	})),
);

export const attributeValueType = '#Microsoft.DirectoryServices.CustomSecurityAttributeValue';

/** The annotation beside a value: numbers and collections have one. */
export function annotation({ type, isCollection }: AttributeDefinition): string | undefined {
	if (isCollection) return `#Collection(${type})`;
	return type === 'Int32' ? '#Int32' : undefined;
}

/** Stored values (set, attribute, value) with the annotations that Graph adds. */
export function annotated(stored: JsonObject): JsonObject {
	const result: Record<string, JsonObject> = {};
	for (const [set, values] of Object.entries(stored)) {
		const shown: Record<string, JsonObject[string]> = { '@odata.type': attributeValueType };
		for (const [name, value] of Object.entries(values as JsonObject)) {
			const definition = attributeSets[set]?.[name];
			const type = definition && annotation(definition);
			if (type !== undefined) shown[`${name}@odata.type`] = type;
			shown[name] = value;
		}
		result[set] = shown;
	}
	return result;
}
