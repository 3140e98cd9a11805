/** Files that are read: as many at once as fit into memory, by how large those before were. */
import { MOST_IN_FLIGHT_BYTES } from '../../../nodes/Office365Users/transport/answerBytes';
import { MOST_BATCH_BYTES } from '../../../nodes/Office365Users/transport/batch';
import type { Send } from '../../../nodes/Office365Users/transport/http';
import { batchAnswer, get, partsOf, queue, sendOptions } from '../../support/graph/requestQueue';
import { answer } from '../../support/graph/send';
import { VirtualClock } from '../../support/graph/virtualClock';

interface Seen {
	calls: number;
	/** Files in each call, in the order of the calls. */
	files: number[];
	/** The most bytes of files that were asked for at once. */
	most: number;
	/** The same, after the first answer. */
	mostOnceKnown: number;
}

/** Reads so many photos, each of another user, whose size depends on its place. */
async function photos(
	count: number,
	sizeOf: (place: number) => number,
	status: (place: number) => number = () => 200,
): Promise<Seen> {
	const clock = new VirtualClock();
	const seen: Seen = { calls: 0, files: [], most: 0, mostOnceKnown: 0 };
	let inFlight = 0;
	let isKnown = false;
	const placeOf = (url: string): number => Number(/users\/(\d+)/.exec(url)?.[1]);
	const send: Send = async (request) => {
		const parts = partsOf(request);
		const urls = parts?.map(({ url }) => url) ?? [request.url];
		const bytes = urls.reduce((sum, url) => sum + sizeOf(placeOf(url)), 0);
		seen.calls++;
		seen.files.push(urls.length);
		inFlight += bytes;
		seen.most = Math.max(seen.most, inFlight);
		if (isKnown) seen.mostOnceKnown = Math.max(seen.mostOnceKnown, inFlight);
		await clock.pass(100);
		inFlight -= bytes;
		isKnown = true;
		const body = (url: string): Buffer => Buffer.alloc(sizeOf(placeOf(url)));
		if (!parts) return answer(status(placeOf(request.url)), body(request.url));
		return batchAnswer(parts, ({ url }) => ({
			status: status(placeOf(url)),
			body: status(placeOf(url)) === 200 ? body(url).toString('base64') : { error: { code: 'x' } },
		}));
	};
	const requests = queue(clock);
	await clock.run(
		Promise.all(
			Array.from({ length: count }, async (_, place) => {
				const request = get(`/users/${place}/photo/$value`, {
					binary: true,
					mailbox: String(place),
				});
				const { body, status: got } = await requests.send(request, sendOptions(send));
				if (got === 200) expect((body as Buffer).byteLength).toBe(sizeOf(place));
			}),
		),
	);
	return seen;
}

it('small ones: 20 a call', async () => {
	expect((await photos(1000, () => 20_000)).calls).toBe(50);
});

it('of 100 kB: 20 a call, and no more at once than may be', async () => {
	const { calls, mostOnceKnown } = await photos(1000, () => 100_000);
	expect(calls).toBe(50);
	expect(mostOnceKnown).toBeLessThanOrEqual(MOST_IN_FLIGHT_BYTES);
});

it('of 1 MB: three a call once that is known', async () => {
	const { files, mostOnceKnown } = await photos(200, () => 1_000_000);
	expect(files[0]).toBe(20);
	for (const count of files.slice(1)) expect(count).toBeLessThanOrEqual(3);
	expect(mostOnceKnown).toBeLessThanOrEqual(MOST_IN_FLIGHT_BYTES);
});

it('of 4 MB: one by one, some at once, and at first no more than one batch', async () => {
	const { files, most, mostOnceKnown } = await photos(100, () => 4_000_000);
	expect(files.slice(1).every((count) => count === 1)).toBe(true);
	expect(most).toBe(20 * 4_000_000);
	expect(mostOnceKnown).toBe(MOST_IN_FLIGHT_BYTES);
});

it('some large ones among many small ones: soon many at once again', async () => {
	const { calls } = await photos(1000, (place) => (place % 300 === 150 ? 4_000_000 : 20_000));
	expect(calls).toBeLessThan(350);
});

it('users without a photo say nothing about the size of others', async () => {
	const { calls } = await photos(
		400,
		() => 20_000,
		(place) => (place % 2 ? 404 : 200),
	);
	expect(calls).toBe(20);
});

it('what is no file does not wait for files', async () => {
	const clock = new VirtualClock();
	const sent: string[] = [];
	const send: Send = async (request) => {
		const parts = partsOf(request);
		sent.push(...(parts?.map(({ url }) => url) ?? [request.url]));
		await clock.pass(sent.length > 20 ? 10 : 1000);
		return parts
			? batchAnswer(parts, ({ url }) => ({
					status: 200,
					body: url.includes('photo') ? Buffer.alloc(MOST_BATCH_BYTES).toString('base64') : {},
				}))
			: answer(200, {});
	};
	const requests = queue(clock);
	const each = (path: string, change = {}) => requests.send(get(path, change), sendOptions(send));
	await clock.run(
		Promise.all([
			...Array.from({ length: 40 }, (_, place) =>
				each(`/users/${place}/photo/$value`, { binary: true, mailbox: String(place) }),
			),
			...Array.from({ length: 40 }, (_, place) => each(`/users/${place}`)),
		]),
	);
	// The first batch of files, then all others, then the remaining files.
	const kinds = sent.map((url) => (url.includes('photo') ? 'file' : 'other'));
	expect(kinds.lastIndexOf('other')).toBeLessThan(60);
});
