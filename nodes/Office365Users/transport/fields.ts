/**
 * Asking for fields that may be refused, and for fields that a list cannot carry
 * (design 1.4, graph-facts 1.3).
 */
import type { IDataObject } from 'n8n-workflow';

import { SAFE_FIELDS, SHAREPOINT_FIELDS } from '../userProperties';
import { isUser } from './entity';
import { gate } from './gate';
import { GraphError } from './graphError';
import type { FieldChoice } from './request';

/** So many ask before the others, who wait for the first answer: as many as one batch holds. */
const SCOUTS = 20;

/** What one item of a run learnt for the others. */
export class Learnt {
	/** The tenant has no SharePoint, or the caller is a guest: nobody's wide set can be read. */
	safeFieldsForAll = false;
	/** Users (in lower case) whose wide set is refused. */
	readonly safeFieldsFor = new Set<string>();
	/** Even the safe set is refused: it is not the fields. */
	safeFieldsRefused = false;
	/** The log line has been written. */
	said = false;
	/** Those who find out about the default fields, and about profile fields of their own. */
	readonly fieldScouts = new Scouts();
	readonly profileScouts = new Scouts();
}

/** The first few go ahead; not everyone needs to run into the same refusal. */
class Scouts {
	private asked = 0;
	private readonly firstAnswer = gate();

	async follow<T>(read: () => Promise<T>): Promise<T> {
		if (this.asked++ >= SCOUTS) await this.firstAnswer.promise;
		return await read().finally(this.firstAnswer.open);
	}
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
	return await learnt.fieldScouts.follow(
		async () => await wideOrSafe(names, user, learnt, say, read),
	);
}

async function wideOrSafe<T>(
	names: readonly string[],
	user: string,
	learnt: Learnt,
	say: (line: string) => void,
	read: (names: readonly string[]) => Promise<T>,
): Promise<T> {
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
	const complete = async (entity: IDataObject): Promise<void> => {
		if (!isUser(entity) || typeof entity.id !== 'string' || entity.removed !== undefined) return;
		if (!fields.chosen && learnt.safeFieldsForAll) return;
		const profile = await settled(readUser(entity.id, names));
		if ('value' in profile) {
			for (const name of names) entity[name] = profile.value[name];
		} else if (fields.chosen || !refusesFields(profile.error)) {
			throw profile.error;
		} else if (profile.error.status === 401 || lacksSharePoint(profile.error)) {
			learnt.safeFieldsForAll = true;
		}
	};
	await Promise.all(
		entities.map(async (entity) =>
			fields.chosen
				? await complete(entity)
				: await learnt.profileScouts.follow(async () => await complete(entity)),
		),
	);
}

async function settled<T>(work: Promise<T>): Promise<{ value: T } | { error: unknown }> {
	return await work.then(
		(value) => ({ value }),
		(error: unknown) => ({ error }),
	);
}
