/**
 * Asking for fields that may be refused, and for fields that a list cannot carry
 * (design 1.4, graph-facts 1.3).
 */
import type { IDataObject } from 'n8n-workflow';

import { SAFE_FIELDS, SHAREPOINT_FIELDS } from '../userProperties';
import { isUser } from './entity';
import { GraphError } from './graphError';
import type { FieldChoice } from './request';

/** What one item of a run learnt for the others. */
export interface Learnt {
	/** The tenant has no SharePoint, or the caller is a guest: nobody's wide set can be read. */
	safeFieldsForAll: boolean;
	/** Users (in lower case) whose wide set is refused. */
	readonly safeFieldsFor: Set<string>;
	/** Even the safe set is refused: it is not the fields. */
	safeFieldsRefused: boolean;
	/** The log line has been written. */
	said: boolean;
}

const withoutProfile = (names: readonly string[]): string[] =>
	names.filter((name) => !SHAREPOINT_FIELDS.has(name));
const profileOnly = (names: readonly string[]): string[] =>
	names.filter((name) => SHAREPOINT_FIELDS.has(name));
const safeOnly = (names: readonly string[]): string[] =>
	names.filter((name) => SAFE_FIELDS.includes(name));

/** Whether an answer refuses the fields rather than the user. */
export function refusesFields(error: unknown): error is GraphError {
	return (
		error instanceof GraphError &&
		(error.status === 401 || error.status === 403 || lacksSharePoint(error))
	);
}

export const lacksSharePoint = (error: GraphError): boolean => /SPO license/i.test(error.message);

/**
 * Reads with the wanted fields; where the default set is refused, again with the safe 17.
 * @param user whom the request is about, to remember a refusal that concerns only them
 * @param say writes the one log line
 */
export async function withSafeFields<T>(
	fields: FieldChoice,
	user: string,
	learnt: Learnt,
	say: (line: string) => void,
	read: (names: readonly string[]) => Promise<T>,
): Promise<T> {
	const names = fields.profilePerUser ? withoutProfile(fields.names) : fields.names;
	if (fields.chosen) return await read(names);
	const key = user.toLowerCase();
	if (learnt.safeFieldsForAll || learnt.safeFieldsFor.has(key)) return await read(safeOnly(names));
	const wide = await settled(read(names));
	if ('value' in wide) return wide.value;
	if (learnt.safeFieldsRefused || !refusesFields(wide.error)) throw wide.error;

	const safe = await settled(read(safeOnly(names)));
	if ('error' in safe) {
		learnt.safeFieldsRefused = true;
		throw wide.error;
	}
	const everyone = wide.error.status === 401 || lacksSharePoint(wide.error);
	if (everyone) learnt.safeFieldsForAll = true;
	else learnt.safeFieldsFor.add(key);
	if (!learnt.said) {
		learnt.said = true;
		say(
			`Microsoft Graph refused some of the default fields ${everyone ? 'of all users' : `of ${user}`} (${wide.error.code || wide.error.status}: ${wide.error.message}); read without them`,
		);
	}
	return safe.value;
}

/**
 * Puts SharePoint's fields into entities read without them, one read per user.
 * A default field that is refused is left out; a chosen one fails.
 */
export async function completeProfiles(
	entities: IDataObject[],
	fields: FieldChoice,
	learnt: Learnt,
	readUser: (id: string, names: readonly string[]) => Promise<IDataObject>,
): Promise<void> {
	const names = fields.profilePerUser ? profileOnly(fields.names) : [];
	if (names.length === 0) return;
	await Promise.all(
		entities.map(async (entity) => {
			if (!isUser(entity) || typeof entity.id !== 'string') return;
			if (!fields.chosen && learnt.safeFieldsForAll) return;
			const profile = await settled(readUser(entity.id, names));
			if ('value' in profile) {
				for (const name of names) entity[name] = profile.value[name];
			} else if (fields.chosen || !refusesFields(profile.error)) {
				throw profile.error;
			} else if (profile.error.status === 401 || lacksSharePoint(profile.error)) {
				learnt.safeFieldsForAll = true;
			}
		}),
	);
}

async function settled<T>(work: Promise<T>): Promise<{ value: T } | { error: unknown }> {
	return await work.then(
		(value) => ({ value }),
		(error: unknown) => ({ error }),
	);
}
