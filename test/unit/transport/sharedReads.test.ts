import { property } from '../../../nodes/Office365Users/transport/http';
import { get, queue, sendOptions } from '../../support/graph/requestQueue';
import { answer, answering } from '../../support/graph/send';

const read = (id: number) => get(`/users/${id}`);

/** Reads these one after the other, and gives how often Graph was asked for the first. */
async function timesAskedFor(ids: number[], body: (url: string) => unknown): Promise<number> {
	const { send, asked } = answering(({ url }) => answer(200, body(url)));
	const requests = queue();
	const options = sendOptions(send, { shareReads: true });
	for (const id of ids) await requests.send(read(id), options);
	return asked.filter(({ url }) => url === read(ids[0]).url).length;
}

const upTo = (last: number): number[] => Array.from({ length: last + 1 }, (_, id) => id);

test('an answer is kept while a thousand users were read', async () => {
	expect(await timesAskedFor([...upTo(999), 0], (url) => ({ url }))).toBe(1);
});

test('and let go after that, so that a long run needs no more memory', async () => {
	expect(await timesAskedFor([...upTo(1000), 0], (url) => ({ url }))).toBe(2);
});

test('a list counts as many users as it holds', async () => {
	const list = { value: Array.from({ length: 100 }, (_, id) => ({ id })) };
	expect(await timesAskedFor([...upTo(9), 0], () => list)).toBe(1);
	expect(await timesAskedFor([...upTo(10), 0], () => list)).toBe(2);
});

test('asking again does not keep it for longer: the oldest go first', async () => {
	expect(await timesAskedFor([0, 0, 0, ...upTo(1000).slice(1), 0], (url) => ({ url }))).toBe(2);
});

test('who asks while the answer is on its way gets it too', async () => {
	const { send, asked } = answering(({ url }) => answer(200, { url }));
	const requests = queue();
	const options = sendOptions(send, { shareReads: true, batches: false });
	const sent = Array.from({ length: 5000 }, async (_, index) => {
		return await requests.send(read(index % 2), options);
	});
	const responses = await Promise.all(sent);
	expect(asked).toHaveLength(2);
	expect(responses.map(({ body }) => property(body, 'url'))).toEqual(
		Array.from({ length: 5000 }, (_, index) => read(index % 2).url),
	);
});

test('whose item ends takes nobody along: the others ask anew, once', async () => {
	const { send, asked } = answering(({ url }) => answer(200, { url }));
	const requests = queue();
	let isEnded = false;
	const stopped = new Error('stopped');
	const first = requests.send(
		read(1),
		sendOptions(send, {
			shareReads: true,
			isEnded: () => isEnded,
			throwIfStopped: () => {
				if (isEnded) throw stopped;
			},
		}),
	);
	const others = [1, 2].map(
		async () => await requests.send(read(1), sendOptions(send, { shareReads: true })),
	);
	isEnded = true;
	await expect(first).rejects.toBe(stopped);
	for (const { body } of await Promise.all(others)) expect(body).toEqual({ url: read(1).url });
	expect(asked).toHaveLength(1);
});

test('who is to be retried more often does not get what was not retried', async () => {
	const outcomes = [answer(400), answer(200)];
	const { send } = answering(() => outcomes.shift() ?? answer(200));
	const requests = queue();
	const sent = [0, 8].map(
		async (maxRetries) =>
			await requests.send(
				read(1),
				sendOptions(send, { shareReads: true, maxRetries, batches: false }),
			),
	);
	expect((await Promise.all(sent)).map(({ status }) => status)).toEqual([400, 200]);
});
