/** Where a round of Get Changed Users begins. */
import { InvalidParameterError } from '../../checks/invalidParameterError';
import { quoted } from '../../checks/text';
import type { GraphClient } from '../../transport/client';
import { sameOrigin } from '../../transport/graphUrl';
import type { RoundOptions } from './changesOptions';
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

const again = ({ previous }: Place, root: string): Beginning =>
	previous === undefined
		? { note: 'Where the last round began is not known; all users are returned once more' }
		: at(previous, root);

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

/**
 * Reads a round.
 * @param say writes a line that a person should read
 * @returns with it where it began, for a round that repeats it
 */
export async function readFrom(
	client: GraphClient,
	names: readonly string[],
	{ link, fromNow, note }: Beginning,
	reading: Reading,
	say: (line: string) => void,
): Promise<Round & { previous: string }> {
	if (note !== undefined) say(note);
	const now = fromNow ? await readFromNow(client, names) : undefined;
	if (now && link === undefined) return { ...now, previous: now.deltaLink };
	if (now) say('The fields are others than in the last round: what has changed since has those');
	let isRefused = false;
	const onRefused = (line: string): void => {
		isRefused = true;
		say(line);
	};
	const round = await readChanges(client, names, link, onRefused, reading);
	// The link of other fields does not lead on with these.
	return now && !isRefused
		? { ...round, deltaLink: now.deltaLink, previous: EVERYONE }
		: { ...round, previous: isRefused ? EVERYONE : (link ?? EVERYONE) };
}
