/**
 * The fields that a request asks for, fewer where the default ones are refused
 * (docs/graph.md#default-fields, docs/graph.md#sharepoint-errors).
 */
import { GraphError } from '../transport/graphError';
import { settled } from '../transport/settled';
import type { Extent, FieldAccessCache, FieldSelection } from './fieldAccess';
import { isSharePointFailure, lacksSharePoint, refusesFields } from './sharePoint';
import { ONE_USER_FIELDS, SAFE_FIELDS, SHAREPOINT_FIELDS } from './userProperties';
import type { UserRef } from './userRef';

const WITHIN: Record<Extent, (names: readonly string[]) => readonly string[]> = {
	wide: (names) => names,
	directory: (names) => names.filter((name) => !SHAREPOINT_FIELDS.has(name)),
	safe: (names) => names.filter((name) => SAFE_FIELDS.includes(name)),
};

/** The names in `$select`: without those that are read user by user. */
export const askedFor = ({ names, profilePerUser }: FieldSelection): readonly string[] =>
	profilePerUser ? names.filter((name) => !ONE_USER_FIELDS.has(name)) : names;

/**
 * Reads with the wanted fields. Default fields that are refused are left out: SharePoint's where it
 * is SharePoint that fails, else all but the safe 17.
 * @param user whom the request is about, to remember a refusal that concerns only them
 */
export async function withSafeFields<T>(
	fields: FieldSelection,
	user: Pick<UserRef, 'key' | 'given'>,
	access: FieldAccessCache,
	log: (line: string) => void,
	read: (names: readonly string[]) => Promise<T>,
): Promise<T> {
	const names = askedFor(fields);
	if (fields.chosen) return await chosenFields(names, read);
	return await access.defaultFields.follow(
		async () => await narrowed(names, user, access, log, read),
	);
}

/**
 * Chosen fields are read as they are. Where SharePoint knows no such user, the directory says
 * whether the user exists: its refusal then speaks (docs/graph.md#sharepoint-errors).
 */
async function chosenFields<T>(
	names: readonly string[],
	read: (names: readonly string[]) => Promise<T>,
): Promise<T> {
	const outcome = await settled(read(names));
	if ('value' in outcome) return outcome.value;
	const { error } = outcome;
	if (isUnknownToSharePoint(error)) await read(['id']);
	throw error;
}

const isUnknownToSharePoint = (error: unknown): boolean =>
	error instanceof GraphError && error.status === 404 && isSharePointFailure(error);

async function narrowed<T>(
	names: readonly string[],
	{ key, given }: Pick<UserRef, 'key' | 'given'>,
	access: FieldAccessCache,
	log: (line: string) => void,
	read: (names: readonly string[]) => Promise<T>,
): Promise<T> {
	let extent = access.extentFor(key);
	let refusal: GraphError | undefined;
	for (;;) {
		const fewer = WITHIN[extent](names);
		const outcome = await settled(read(fewer));
		if ('value' in outcome) {
			if (refusal) learn(extent, refusal, { key, given }, access, log);
			return outcome.value;
		}
		const { error } = outcome;
		// What breaks off, or speaks of the user, is reported as it is and teaches nothing.
		if (!refusesFields(error)) throw error;
		const next = isSharePointFailure(error) && extent === 'wide' ? 'directory' : 'safe';
		const isTried = extent === 'safe' || WITHIN[next](names).length === fewer.length;
		if (isTried || (access.safeFieldsRefused && next === 'safe')) {
			if (extent === 'safe') access.safeFieldsRefused = true;
			// Refused with the fewest fields too: the first refusal speaks, unless it was SharePoint's.
			throw refusal && !isSharePointFailure(refusal) ? refusal : error;
		}
		refusal = error;
		extent = next;
	}
}

/**
 * Whether nobody's fields can be read: the tenant lacks SharePoint, or the caller is a guest. A 401
 * of SharePoint's own may be about one user.
 */
const concernsEveryone = (error: GraphError): boolean =>
	isSharePointFailure(error) ? lacksSharePoint(error) : error.status === 401;

/**
 * Remembers, and notes in the log, that fewer default fields can be read.
 * @param refusal of the others
 */
export function learn(
	extent: Extent,
	refusal: GraphError,
	{ key, given }: Pick<UserRef, 'key' | 'given'>,
	access: FieldAccessCache,
	log: (line: string) => void,
): void {
	const everyone = concernsEveryone(refusal);
	access.narrow(extent, everyone ? undefined : key);
	if (access.isNews('defaults')) {
		log(
			`Microsoft Graph refused some of the default fields ${everyone ? 'of all users' : `of ${given}`} (${said(refusal)}); read without them`,
		);
	}
}

/** Graph's own words, for the log. */
export const said = ({ code, status, message }: GraphError): string =>
	`${code || status}: ${message}`;
