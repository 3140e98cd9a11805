/** The columns of Sync Users: what can be in the list, and how the input's fields become columns. */
import type { IDataObject, INodePropertyOptions, ResourceMapperField } from 'n8n-workflow';

import { bareName as bare } from '../../checks/bareName';
import { InvalidParameterError } from '../../checks/invalidParameterError';
import { nearestName } from '../../checks/nearestName';
import { quoted, trimmedName } from '../../checks/text';
import { type CustomAttribute, customAttribute } from '../../users/customAttributes';
import { USER_PROPERTIES, WRITABLE_FIELDS, type WritableField } from '../../users/userProperties';

export interface Column {
	/** Microsoft Graph's name. */
	readonly name: string;
	/** As the editor shows it. */
	readonly displayName: string;
	/** What it changes; undefined for the manager, and for what only tells users apart. */
	readonly field?: WritableField;
	/** A custom attribute that the node cannot know beforehand. */
	readonly attribute?: CustomAttribute;
}

/** Columns that can tell which user a row is about; the first one is the usual one. */
export const MATCHING_COLUMNS = [
	'userPrincipalName',
	'id',
	'mail',
	'employeeId',
	'onPremisesSamAccountName',
] as const;
export type MatchingColumn = (typeof MATCHING_COLUMNS)[number];

const isMatching = (name: string): name is MatchingColumn =>
	(MATCHING_COLUMNS as readonly string[]).includes(name);

export const MANAGER: Column = { name: 'manager', displayName: 'Manager' };

const COLUMNS: readonly Column[] = [
	...WRITABLE_FIELDS.map(
		(field): Column => ({
			name: field.name,
			displayName: field.displayName,
			field,
		}),
	),
	MANAGER,
	...USER_PROPERTIES.filter(
		({ name }) => isMatching(name) && !WRITABLE_FIELDS.some((field) => field.name === name),
	).map(({ name, displayName }) => ({ name, displayName })),
].sort((one, other) => one.displayName.localeCompare(other.displayName, 'en', { numeric: true }));

const byName = new Map(
	COLUMNS.flatMap((column) => [
		[bare(column.displayName), column] as const,
		[bare(column.name), column] as const,
	]),
);

/** A custom attribute is a column by its name; letters count whatever their case. */
function columnCalled(name: string): Column | undefined {
	const column = byName.get(bare(name));
	if (column) return column;
	const attribute = customAttribute(trimmedName(name));
	return attribute && { name: attribute.name, displayName: attribute.name, attribute };
}

/** What the editor offers to map, besides the tenant's own attributes. */
export const columnsToMap = (): ResourceMapperField[] => COLUMNS.map(asMapped);

function asMapped({ name, displayName, field }: Column): ResourceMapperField {
	const choices = field?.kind === 'string' ? field.write.values : undefined;
	return {
		id: name,
		displayName,
		required: false,
		display: true,
		canBeUsedToMatch: isMatching(name),
		defaultMatch: name === MATCHING_COLUMNS[0],
		// Shown once added: nobody wants all of them.
		removed: name !== MATCHING_COLUMNS[0],
		...(choices
			? { type: 'options', options: choices.map((value) => ({ name: value, value })) }
			: field?.kind === 'boolean'
				? { type: 'options', options: YES_OR_NO }
				: field?.kind === 'dateTime'
					? { type: 'dateTime' }
					: {}),
	};
}

/** No switch: it would be off as soon as the column is added, and disable accounts. */
export const YES_OR_NO: INodePropertyOptions[] = [
	{ name: 'True', value: true },
	{ name: 'False', value: false },
];

/** The parameter Columns, as a workflow holds it. */
export interface ColumnsParameter {
	readonly mappingMode?: unknown;
	readonly matchingColumns?: unknown;
	readonly schema?: unknown;
}

/** What one item has, by column. */
export interface Row {
	readonly matching: Column & { readonly name: MatchingColumn };
	readonly values: ReadonlyMap<Column, unknown>;
}

/**
 * The item's values by column: what the editor maps, or every field of the input whose name is that
 * of a column.
 * @param mapped the parameter's value, with its expressions evaluated
 * @param input the item's fields, and those of every item of the run
 * @param ignoresUnknown true: fields of the input that are no column are left out
 * @throws {InvalidParameterError} for a name that is no column, and for a column that comes twice
 */
export function rowOf(
	parameter: ColumnsParameter,
	mapped: IDataObject,
	input: { readonly item: IDataObject; readonly all: () => readonly IDataObject[] },
	ignoresUnknown: boolean,
): Row {
	const isAutomatic = parameter.mappingMode === 'autoMapInputData';
	const given = isAutomatic ? input.item : withoutRemoved(mapped, parameter.schema);
	const matching = matchingColumn(parameter.matchingColumns);
	const values = new Map<Column, unknown>();
	const names = new Map<string, string>();
	const unknown: string[] = [];
	for (const [name, value] of Object.entries(given)) {
		const column = columnCalled(name);
		if (column === undefined || (column !== matching && isForMatchingOnly(column))) {
			unknown.push(name);
			continue;
		}
		const key = column.name.toLowerCase();
		const twin = names.get(key);
		if (twin !== undefined) {
			throw new InvalidParameterError(
				`'${column.displayName}' comes twice: as ${quoted(twin)} and as ${quoted(name)}`,
				'Remove one of these fields from the input, or map the columns by hand',
			);
		}
		names.set(key, name);
		values.set(column, value);
	}
	if (unknown.length > 0 && !(isAutomatic && ignoresUnknown)) throw unknownColumns(unknown);
	const isBlank = [...values.keys()].every((column) => column === matching);
	// n8n leaves the blank cells of a file out: such a row is blank, unless all of them are.
	if (isBlank && !(isAutomatic && input.all().some((item) => hasColumn(item, matching)))) {
		throw new InvalidParameterError(
			`'Columns' has nothing to compare users with${values.size > 0 ? ` but '${matching.displayName}'` : ''}`,
			isAutomatic
				? 'The input needs fields with the names of columns, such as jobTitle or Job Title'
				: 'Add the columns that users are to have',
		);
	}
	return { matching, values };
}

/** Whether an item has more than the column to match on. */
const hasColumn = (item: IDataObject, matching: Column): boolean =>
	Object.keys(item).some((name) => {
		const column = columnCalled(name);
		return column !== undefined && column !== matching && !isForMatchingOnly(column);
	});

/** It can be matched by, and not be written. */
const isForMatchingOnly = ({ field, attribute, name }: Column): boolean =>
	field === undefined && attribute === undefined && name !== MANAGER.name;

/** Columns that the editor has taken out of the form. */
function withoutRemoved(mapped: IDataObject, schema: unknown): IDataObject {
	const removed = new Set(
		(Array.isArray(schema) ? (schema as ResourceMapperField[]) : [])
			.filter((column) => column.removed)
			.map(({ id }) => id),
	);
	return Object.fromEntries(Object.entries(mapped).filter(([name]) => !removed.has(name)));
}

function matchingColumn(given: unknown): Row['matching'] {
	const [name = MATCHING_COLUMNS[0], ...more] = Array.isArray(given) ? (given as unknown[]) : [];
	const column = byName.get(bare(String(name)));
	if (column && isMatching(column.name) && more.length === 0) return column as Row['matching'];
	throw new InvalidParameterError(
		`'Columns' is to be matched by ${quoted(more.length > 0 ? given : name)}, which does not tell which user is meant`,
		`Match by one of these: ${MATCHING_COLUMNS.join(', ')}`,
	);
}

function unknownColumns(names: readonly string[]): InvalidParameterError {
	const described = names.map((name) => {
		const near = nearColumns(name).map((column) => `"${column}"`);
		return `${quoted(name)}${near.length > 0 ? ` (did you mean ${near.join(' or ')}?)` : ''}`;
	});
	const [one, ...more] = described;
	return new InvalidParameterError(
		more.length === 0
			? `${one} is not a column that can be written`
			: `These are not columns that can be written: ${described.join(', ')}`,
		"Correct the name, map the columns by hand, or set the option 'Unknown Columns' to leave such fields out",
	);
}

/** Shorter names are part of too many others. */
const TELLING_LENGTH = 4;
/** More would be a guess. */
const MOST_SUGGESTIONS = 3;

/** Columns with nearly this name, else those whose name is part of it or the other way round. */
function nearColumns(name: string): string[] {
	const known = COLUMNS.flatMap((column) => [column.displayName, column.name]);
	const near = nearestName(name, known);
	if (near && bare(near) !== bare(name)) return [near];
	const given = bare(name);
	if (given.length < TELLING_LENGTH) return [];
	const related = COLUMNS.map(({ displayName }) => displayName).filter((displayName) => {
		const own = bare(displayName);
		return own.includes(given) || (own.length >= TELLING_LENGTH && given.includes(own));
	});
	return related.length <= MOST_SUGGESTIONS ? related.filter((one) => bare(one) !== given) : [];
}
