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

/** More credentials and selections of fields than this are not remembered. */
const MOST_PLACES = 20;

/** Whose changes, and which fields of theirs. */
export type Owner = Pick<Place, 'credential' | 'fields'>;

const isOfCredential = (place: Place, { credential }: Owner): boolean =>
	place.credential === undefined || place.credential === credential;

/** Fields in any order are the same fields. */
export const fieldsOf = (names: readonly string[]): string => [...names].sort().join(',');

const isPlaceOf = (place: Place, owner: Owner): boolean =>
	fieldsOf(place.fields.split(',')) === owner.fields && isOfCredential(place, owner);

const placesIn = ({ remembered }: StaticData): Place[] => (remembered ? [remembered].flat() : []);

/** Where the last round with this credential and these fields ended. */
export const placeOf = (data: StaticData, owner: Owner): Place | undefined =>
	placesIn(data).find((place) => isPlaceOf(place, owner));

/** Where the last round with this credential ended, whatever its fields. */
export const latestPlaceOf = (data: StaticData, owner: Owner): Place | undefined =>
	placesIn(data)
		.filter((place) => isOfCredential(place, owner))
		.at(-1);

/** Keeps the place, and forgets the oldest ones. */
export function remember(data: StaticData, place: Place): void {
	const others = placesIn(data).filter((known) => !isPlaceOf(known, place));
	data.remembered = [...others.map((known) => ({ ...known })), place].slice(-MOST_PLACES);
}
