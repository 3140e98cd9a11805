/** Where a round of Get Changed Users begins. */
import { InvalidParameterError } from '../../checks/invalidParameterError';
import { quoted } from '../../checks/text';
import type { GraphClient } from '../../transport/client';
import { sameOrigin } from '../../transport/graphUrl';
import type { RoundOptions } from './changesOptions';
import { everyoneWith, withManagers } from './changedUsers';
import { readChanges, readFromNow, type Reading, type Round } from './delta';
import {
	EVERYONE,
	latestPlaceOf,
	type Owner,
	type Place,
	placeOf,
	type StaticData,
} from './places';

export interface Beginning {
	/** Undefined: with everyone. */
	readonly link?: string;
	/** The next round begins now; this one has users only if there is a link. */
	readonly fromNow?: boolean;
	/** Everyone once more: who has been removed since this link is told as well. */
	readonly since?: string;
	/** What to say of it. */
	readonly note?: string;
}

/**
 * Where the next round begins, by what the workflow remembers.
 * @param root Graph's address
 */
export function beginning(
	data: StaticData,
	owner: Owner,
	{ fromNow, repeat, startOver }: RoundOptions,
	root: string,
): Beginning {
	if (startOver) return { fromNow };
	const place = placeOf(data, owner);
	if (place) return repeat ? again(place, root) : at(place.deltaLink, root);
	if (!fromNow) return {};
	// What has changed since the last round with other fields must not be lost.
	const { deltaLink = EVERYONE } = latestPlaceOf(data, owner) ?? {};
	return { fromNow, ...(isDeltaLink(deltaLink, root) ? { link: deltaLink } : {}) };
}

function again(
	{ previous, deltaLink, since = deltaLink, otherFields }: Place,
	root: string,
): Beginning {
	if (previous !== undefined && previous !== EVERYONE) {
		const from = at(previous, root);
		return from.link !== undefined && otherFields ? { ...from, fromNow: true } : from;
	}
	return {
		...(isDeltaLink(since, root) ? { since } : {}),
		...(previous === undefined
			? { note: 'Where the last round began is not known; all users are returned once more' }
			: {}),
	};
}

function at(link: string, root: string): Beginning {
	if (link === EVERYONE) return {};
	if (isDeltaLink(link, root)) return { link };
	return {
		note: 'The link to where the last round ended is not one of this cloud; all users are returned once more',
	};
}

/**
 * Where the round begins whose link was given.
 * @throws {InvalidParameterError} for a link that is not one to changes, or of another cloud
 */
export function givenLink(
	link: string,
	{ fromNow, startOver }: RoundOptions,
	root: string,
): Beginning {
	if (link === '' || startOver) return { fromNow };
	if (isDeltaLink(link, root)) return { link };
	throw new InvalidParameterError(
		`'Delta Link' is ${quoted(link)}, which is not a link that Get Changed Users returned`,
		'Take it from the last item of the round before, or leave it empty for a first round',
	);
}

/** A link is an address that the access token goes to: only Graph's own will do. */
const isDeltaLink = (link: string, root: string): boolean =>
	sameOrigin(link, root) &&
	/^\/v1\.0\/users\/(microsoft\.graph\.)?delta(\(\))?$/.test(new URL(link).pathname);

/** A round, and where it began, for one that repeats it. */
type RoundFrom = Round & Pick<Place, 'previous' | 'otherFields' | 'since'>;

/**
 * Reads a round.
 * @param say writes a line that a person should read
 */
export async function readFrom(
	client: GraphClient,
	names: readonly string[],
	{ link, fromNow, since, note }: Beginning,
	reading: Reading,
	say: (line: string) => void,
): Promise<RoundFrom> {
	if (note !== undefined) say(note);
	if (since !== undefined) return await readEveryoneAgain(client, names, since, reading, say);
	const now = fromNow ? await readFromNow(client, names) : undefined;
	if (now && link === undefined) return { ...now, previous: now.deltaLink };
	if (now)
		say(
			'The fields differ from those of the last round: users who have changed since come with the earlier ones',
		);
	let isRefused = false;
	const onRefused = (line: string): void => {
		isRefused = true;
		say(line);
	};
	const round = await readChanges(client, names, link, onRefused, reading);
	if (isRefused || (note !== undefined && link === undefined)) {
		return { ...round, entities: withManagers(round.entities, names), previous: EVERYONE };
	}
	// The link of other fields does not lead on with these.
	return now
		? { ...round, deltaLink: now.deltaLink, previous: link, otherFields: true }
		: { ...round, previous: link ?? EVERYONE };
}

/** A full round names nobody who is gone: those come from the link to where it ended the first time. */
async function readEveryoneAgain(
	client: GraphClient,
	names: readonly string[],
	since: string,
	{ most }: Reading,
	say: (line: string) => void,
): Promise<RoundFrom> {
	const full = await readChanges(client, names, undefined, say, { most });
	const everyone = withManagers(full.entities, names);
	// Where the link is refused, everyone comes once more, later, and that is all there is.
	const changes = await readChanges(client, names, since, say, { most });
	const entities = everyoneWith(everyone, changes.entities);
	return { entities, deltaLink: full.deltaLink, previous: EVERYONE, since };
}
