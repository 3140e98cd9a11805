/**
 * The tokens of app credentials: one application object and one request per credential, however
 * many items and executions ask at once.
 */
import type { AppCredential } from './appCredential';
import { type Token, type TokenSource, tokenSource } from './msal';
import type { HttpRequest } from './network';

interface Entry {
	readonly source: Promise<TokenSource>;
	/** Requests by the token that they are to replace; equal ones share one. */
	readonly inFlight: Map<string, Promise<string>>;
	/** Different ones go one after the other. */
	last: Promise<unknown>;
	/** The newest token that Graph did not accept. */
	rejected: string | undefined;
	/** The newest token that was given out. */
	newest: Token | undefined;
}

/** More credentials than this are not used at a time; the one unused for longest is forgotten. */
const MOST_ENTRIES = 100;
const entries = new Map<string, Entry>();

/**
 * @param rejected a token of this credential that Graph did not accept; it is not given out again
 * @throws {SignInFailure}
 */
export async function accessToken(
	credential: AppCredential,
	http: HttpRequest,
	rejected = '',
): Promise<string> {
	const entry = entryOf(credential);
	const known = entry.inFlight.get(rejected);
	if (known) return await known;
	const asked = entry.last.then(async () => await nextToken(entry, http, rejected));
	entry.inFlight.set(rejected, asked);
	// What failed is asked anew by the next one.
	entry.last = asked.catch(() => {}).finally(() => entry.inFlight.delete(rejected));
	return await asked;
}

/** The token that was last given out, where it can still be used; asks nobody. */
export function keptToken({ key }: AppCredential, now: number): string | undefined {
	const { newest, rejected } = entries.get(key) ?? {};
	return newest && newest.value !== rejected && newest.expires > now ? newest.value : undefined;
}

async function nextToken(entry: Entry, http: HttpRequest, rejected: string): Promise<string> {
	if (rejected) entry.rejected = rejected;
	const source = await entry.source;
	const kept = await source.token(http, false);
	entry.newest = kept.value === entry.rejected ? await source.token(http, true) : kept;
	return entry.newest.value;
}

function entryOf(credential: AppCredential): Entry {
	const { key } = credential;
	const entry: Entry = entries.get(key) ?? {
		source: tokenSource(credential).catch((error: unknown) => {
			entries.delete(key);
			throw error;
		}),
		inFlight: new Map(),
		last: Promise.resolve(),
		rejected: undefined,
		newest: undefined,
	};
	// The newest stands last.
	entries.delete(key);
	entries.set(key, entry);
	if (entries.size > MOST_ENTRIES) {
		const [oldest] = entries.keys();
		entries.delete(oldest);
	}
	return entry;
}
