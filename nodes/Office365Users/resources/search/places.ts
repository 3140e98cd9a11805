/** The places that Get Changed Users keeps in the workflow, in n8n's static data of the node. */

/** A place in the changes of one credential, with fields: those of a link cannot be changed. */
export interface Place {
	readonly deltaLink: string;
	/** See `fieldsOf`; in the order of the parameter in version 0.1.0. */
	readonly fields: string;
	/** Missing in what version 0.1.0 has left. */
	readonly credential?: string;
	/**
	 * Where the round that ended here began; `EVERYONE` if it was a full one. Missing in what earlier
	 * versions have left.
	 */
	readonly previous?: string;
	/** `previous` is a link that gives other fields. */
	readonly otherFields?: true;
	/** Where the first full round ended, if the one that ended here was a repetition of it. */
	readonly since?: string;
}

/** Stands for a link where a round began with all users. */
export const EVERYONE = '';

/** What is kept in the workflow; one place in version 0.1.0, the latest places since. */
export interface StaticData {
	remembered?: Place | Place[];
}

/**
 * More credentials and selections of fields than this are not remembered: n8n saves all of it with
 * every run, and a place has up to three links, of some thousand characters.
 */
export const MOST_PLACES = 100;

/** Whose changes, and which fields of theirs. */
export type Owner = Pick<Place, 'credential' | 'fields'>;

const isOfCredential = (place: Place, { credential }: Owner): boolean =>
	place.credential === undefined || place.credential === credential;

/**
 * The same credential before or after it got an expression: only then its account is part of its
 * name, after the ID.
 */
function isOfRenamed(place: Place, { credential = '' }: Owner): boolean {
	const [id, account] = credential.split(' ');
	const [placeId, placeAccount] = (place.credential ?? '').split(' ');
	return id === placeId && (account === undefined) !== (placeAccount === undefined);
}

/** Fields in any order are the same fields. */
export const fieldsOf = (names: readonly string[]): string => [...names].sort().join(',');

const hasFieldsOf = (place: Place, { fields }: Owner): boolean =>
	fieldsOf(place.fields.split(',')) === fields;

const isPlaceOf = (place: Place, owner: Owner): boolean =>
	hasFieldsOf(place, owner) && isOfCredential(place, owner);

const placesIn = ({ remembered }: StaticData): Place[] => (remembered ? [remembered].flat() : []);

/** Those of the credential; else that of its other name, where only one of these places exists. */
function ofCredential(places: readonly Place[], owner: Owner): readonly Place[] {
	const own = places.filter((place) => isOfCredential(place, owner));
	if (own.length > 0) return own;
	const renamed = places.filter((place) => isOfRenamed(place, owner));
	return new Set(renamed.map(({ credential }) => credential)).size === 1 ? renamed : [];
}

/** Where the last round with this credential and these fields ended. */
export const placeOf = (data: StaticData, owner: Owner): Place | undefined =>
	ofCredential(
		placesIn(data).filter((place) => hasFieldsOf(place, owner)),
		owner,
	)[0];

/** Where the last round with this credential ended, whatever its fields. */
export const latestPlaceOf = (data: StaticData, owner: Owner): Place | undefined =>
	ofCredential(placesIn(data), owner).at(-1);

/**
 * Keeps the place, and forgets the oldest ones.
 * @returns how many places have been forgotten
 */
export function remember(data: StaticData, place: Place): number {
	const replaced = placeOf(data, place);
	const others = placesIn(data).filter((known) => known !== replaced && !isPlaceOf(known, place));
	const all = [...others.map((known) => ({ ...known })), place];
	data.remembered = all.slice(-MOST_PLACES);
	return Math.max(0, all.length - MOST_PLACES);
}
