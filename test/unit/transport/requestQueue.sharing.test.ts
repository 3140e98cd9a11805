import type { HttpRequest } from '../../../nodes/Office365Users/transport/http';

import {
	batchAnswer,
	get,
	type Part,
	partsOf,
	queue,
	sendOptions,
} from '../../support/graph/requestQueue';
import { answer, answering, type RecordedSend, refusal } from '../../support/graph/send';

import { graph, ok, sendUsers, sentThings, user } from '../../support/graph/manyUsers';

const BUSY = answer(429, undefined, { 'retry-after': '1' });

describe('an access token that has expired', () => {
	const EXPIRED = refusal(401, 'InvalidAuthenticationToken');

	/** A Graph whose plain requests renew the token, as n8n does; or not. */
	function expiring(renews: boolean): RecordedSend {
		let valid = false;
		return answering((request) => {
			const parts = partsOf(request);
			if (!parts) {
				valid = renews;
				return valid ? ok(new URL(request.url).pathname.replace('/v1.0', '')) : EXPIRED;
			}
			return batchAnswer(parts, ({ url }: Part) => (valid ? ok(url) : EXPIRED));
		});
	}

	test('one part goes by itself so that n8n renews it, then the rest', async () => {
		const fake = expiring(true);
		const responses = await sendUsers(fake, 4);
		expect(responses.map(({ body }) => body)).toEqual([0, 1, 2, 3].map((id) => ({ id: user(id) })));
		const [batch, alone, rest, ...more] = sentThings(fake.asked);
		expect(batch).toHaveLength(4);
		expect(typeof alone).toBe('string');
		expect(rest).toHaveLength(3);
		expect(more).toEqual([]);
	});

	test('that cannot be renewed: each says so, and it ends', async () => {
		const fake = expiring(false);
		const responses = await sendUsers(fake, 4);
		expect(responses.map(({ status }) => status)).toEqual([401, 401, 401, 401]);
		expect(fake.asked.length).toBeLessThanOrEqual(3);
	});
});

describe('equal reads of one run', () => {
	const share = { shareReads: true };

	test('are asked once; no two answers share an object', async () => {
		const { send, asked } = graph(ok);
		const requests = queue();
		const each = sendOptions(send, share);
		const [one, other] = await Promise.all([
			requests.send(get(user(1)), each),
			requests.send(get(user(1)), each),
		]);
		const later = await requests.send(get(user(1)), each);
		expect(asked).toHaveLength(1);
		expect(other).toEqual(one);
		expect(later).toEqual(one);
		expect(other.body).not.toBe(one.body);
		expect(later.body).not.toBe(one.body);
	});

	test('what one does to its answer, nobody else sees', async () => {
		const { send } = graph(ok);
		const requests = queue();
		const one = await requests.send(get(user(1)), sendOptions(send, share));
		Object.assign(one.body as object, { spoilt: true });
		const later = await requests.send(get(user(1)), sendOptions(send, share));
		expect(later.body).toEqual({ id: user(1) });
	});

	test('bytes are not kept for later', async () => {
		const { send, asked } = answering(() => answer(200, Buffer.from('photo')));
		const requests = queue();
		const request = get('/users/1/photo/$value', { binary: true });
		await requests.send(request, sendOptions(send, share));
		await requests.send(request, sendOptions(send, share));
		expect(asked).toHaveLength(2);
	});

	test('bytes stay bytes', async () => {
		const photo = Buffer.from([0xff, 0xd8, 0xff, 7]);
		const { send } = answering(() => answer(200, photo));
		const requests = queue();
		const request = get('/users/1/photo/$value', { binary: true });
		const each = sendOptions(send, share);
		const [one, other] = await Promise.all([
			requests.send(request, each),
			requests.send(request, each),
		]);
		expect(Buffer.isBuffer(other.body)).toBe(true);
		expect(other.body).toEqual(one.body);
	});

	test('that ask for different things are not equal', async () => {
		const { send, asked } = graph(ok);
		const requests = queue();
		const each = sendOptions(send, share);
		await Promise.all([
			requests.send(get('/users/1?$select=id'), each),
			requests.send(get('/users/1?$select=mail'), each),
			requests.send(get('/users/1?$select=mail', { headers: { Prefer: 'x' } }), each),
		]);
		expect(asked.flatMap<unknown>((request) => partsOf(request) ?? request)).toHaveLength(3);
	});

	test('are asked anew after a refusal', async () => {
		const { send, asked } = graph((url, count) => (count === 1 ? refusal(404) : ok(url)));
		const requests = queue();
		expect((await requests.send(get(user(1)), sendOptions(send, share))).status).toBe(404);
		expect((await requests.send(get(user(1)), sendOptions(send, share))).status).toBe(200);
		expect(asked).toHaveLength(2);
	});

	test('changes are never shared', async () => {
		const { send, asked } = graph(ok);
		const requests = queue();
		const change: HttpRequest = { ...get(user(1)), method: 'PATCH', body: { city: 'Oslo' } };
		await requests.send(change, sendOptions(send, share));
		await requests.send(change, sendOptions(send, share));
		expect(asked).toHaveLength(2);
	});
});

test('nothing is lost and nothing is sent twice needlessly, whatever Graph does', async () => {
	// Each user is throttled, lost or unavailable in turn before it is answered.
	const done = new Map<string, number>();
	const fake = graph((url, count) => {
		const index = Number(url.split('/')[2]);
		if (count === 1 && index % 3 === 0) return BUSY;
		if (count === 1 && index % 7 === 0) return answer(503);
		done.set(url, (done.get(url) ?? 0) + 1);
		return ok(url);
	});
	const responses = await sendUsers(fake, 300);
	expect(responses.map(({ body }) => body)).toEqual(
		Array.from({ length: 300 }, (_, index) => ({ id: user(index) })),
	);
	expect([...done.values()].every((times) => times === 1)).toBe(true);
	expect(done.size).toBe(300);
});
