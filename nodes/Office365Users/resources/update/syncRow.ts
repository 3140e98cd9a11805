/** One row of the list: whom it is about, and what the user is to have. */
import { InvalidParameterError } from '../../checks/invalidParameterError';
import { quoted, trimmedName } from '../../checks/text';
import { userNamedBy } from '../../users/namedByKey';
import type { WritableField } from '../../users/userProperties';
import { isUserId, userRef, type UserRef } from '../../users/userRef';
import type { GivenAttribute } from './customAttributes';
import { type Column, MANAGER, type Row } from './syncColumns';
import { emptyValue, graphValue, type GraphValue, isEmpty } from './updateValues';

/** The manager whom a row names, not looked up yet; null: the user is to have none. */
export type NamedManager = UserRef | null;

export interface WantedRow {
	readonly user: UserRef;
	readonly values: ReadonlyMap<WritableField, GraphValue>;
	/** Custom attributes, not checked by their definitions yet. */
	readonly custom: readonly GivenAttribute[];
	/** Undefined: the row says nothing about the manager. */
	readonly manager?: NamedManager;
}

/** The same failure, saying whose row it is. */
export const ofRow = (key: string, error: unknown): Error =>
	error instanceof InvalidParameterError
		? new InvalidParameterError(`${quoted(key)}: ${error.message}`, error.description)
		: (error as Error);

function inRow(key: string, work: () => void): void {
	try {
		work();
	} catch (error) {
		throw ofRow(key, error);
	}
}

/**
 * @param emptyValues what an empty value means: `skip`, `clear` or `refuse`
 * @param timezone of the workflow, for dates that have none of their own
 * @throws {InvalidParameterError} for a value that Graph would refuse, as far as that is known; the
 * message names the row's key and the column
 */
export function wantedRow(
	{ matching, values }: Row,
	emptyValues: unknown,
	timezone: string,
): WantedRow {
	const user = matchedUser(matching, values.get(matching));
	const wanted = new Map<WritableField, GraphValue>();
	const custom: GivenAttribute[] = [];
	let manager: NamedManager | undefined;
	const add = ([column, given]: [Column, unknown]): void => {
		if (column === MANAGER) manager = managerIn(given, emptyValues);
		else if (column.attribute) custom.push(...customIn(column, given, emptyValues));
		else if (column.field && column !== matching) {
			const value = graphValue(column.field, given, timezone) ?? emptied(column, emptyValues);
			if (value !== undefined) wanted.set(column.field, value);
		}
	};
	for (const entry of values) inRow(user.given, () => add(entry));
	return { user, values: wanted, custom, manager };
}

const isBlank = (given: unknown): boolean =>
	given === undefined || given === null || (typeof given === 'string' && trimmedName(given) === '');

function matchedUser({ name, displayName }: Row['matching'], given: unknown): UserRef {
	if (isBlank(given)) {
		throw new InvalidParameterError(
			`'${displayName}' is empty, which is the column that says which user a row is about`,
			'Give it a value in every row, or match by another column',
		);
	}
	if (name !== 'id' && name !== 'userPrincipalName') return userNamedBy(name, given, displayName);
	const user = userRef(given, displayName);
	if (user.key !== 'me') return user;
	throw new InvalidParameterError(
		`'${displayName}' is "me"; a list names each user by user principal name or ID`,
	);
}

/** @returns undefined where the field stays as it is */
function emptied({ displayName, field }: Column, emptyValues: unknown): GraphValue | undefined {
	if (emptyValues === 'skip') return undefined;
	if (emptyValues !== 'clear') throw columnIsEmpty(displayName);
	if (field?.write.keeps) {
		throw new InvalidParameterError(
			`'${displayName}' cannot be emptied: Microsoft requires a value`,
		);
	}
	return field && emptyValue(field);
}

function customIn({ name }: Column, value: unknown, emptyValues: unknown): GivenAttribute[] {
	if (!isEmpty(value)) return [{ name, value, isCleared: false }];
	if (emptyValues === 'skip') return [];
	if (emptyValues === 'clear') return [{ name, isCleared: true }];
	throw columnIsEmpty(name);
}

const columnIsEmpty = (displayName: string): InvalidParameterError =>
	new InvalidParameterError(
		`'${displayName}' is empty`,
		"Say with the option 'Empty Values' what an empty value means",
	);

/**
 * A manager by user principal name, mail address, ID or employee ID.
 * @returns undefined where the manager stays
 */
function managerIn(given: unknown, emptyValues: unknown): NamedManager | undefined {
	const text = typeof given === 'number' ? String(given) : given;
	if (isBlank(text)) {
		if (emptyValues === 'skip') return undefined;
		if (emptyValues === 'clear') return null;
		throw columnIsEmpty(MANAGER.displayName);
	}
	const isNameOrId = typeof text !== 'string' || text.includes('@') || isUserId(trimmedName(text));
	return isNameOrId || /^https?:/i.test(trimmedName(text))
		? userRef(text, MANAGER.displayName)
		: userNamedBy('employeeId', text, MANAGER.displayName);
}
