/** The requests of many items are sent in batches (docs/graph.md#batch). */
import { createServer, type IncomingMessage, request as ask, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { json, type LoopbackServer, serving } from '../support/graph/server';
import { calls, change, changes, jobTitles, lookup, people } from '../support/engine/manyItems';
import type { StoredCredential } from '../support/engine/credentials';
import { BOTH_PATHS, itemsFor, userOfItem, Workbench } from '../support/engine/workbench';

const bench = new Workbench({ users: 1000 });
beforeEach(async () => await bench.giveEveryoneProfiles());

describe('Batches', () => {
	it.each(BOTH_PATHS)('1,000 users in 50 calls, over %s', async (path) => {
		const users = await people(bench, 1000);
		const read = await bench.results(lookup, { path, items: itemsFor(...users) });
		expect(read.map(({ id }) => id)).toEqual(users);
		const sent = await calls(bench);
		expect(sent).toHaveLength(50);
		expect(new Set(sent.map(({ path: asked }) => asked))).toEqual(new Set(['/v1.0/$batch']));
	});

	it('1,000 items about 100 users in 5 calls', async () => {
		const users = await people(bench, 100);
		const items = Array.from({ length: 1000 }, (_, index) => users[(index * 7) % 100]);
		const read = await bench.results(lookup, { items: itemsFor(...items) });
		expect(read.map(({ id }) => id)).toEqual(items);
		expect(await calls(bench)).toHaveLength(5);
	});

	it('a single item is sent as a plain request', async () => {
		await bench.results(lookup, { items: itemsFor(bench.tenant.cast.alice.id) });
		expect((await calls(bench)).map(({ method }) => method)).toEqual(['GET']);
	});

	it.each(BOTH_PATHS)('500 changes in 25 calls, over %s', async (path) => {
		const users = await people(bench, 500);
		const items = changes(users, (index) => `Batched ${path} ${index}`);
		await bench.results(change, { path, items });
		const titles = await jobTitles(bench);
		expect(users.map((id) => titles.get(id))).toEqual(items.map(({ json }) => json.jobTitle));
		expect(await calls(bench)).toHaveLength(25);
	});

	it("no batches with 'Batch Requests' off", async () => {
		const users = await people(bench, 40);
		const off = { options: { batchRequests: false } };
		const read = await bench.results({ ...lookup, ...off }, { items: itemsFor(...users) });
		expect(read.map(({ id }) => id)).toEqual(users);
		await bench.results(
			{ ...change, ...off },
			{ items: changes(users, (index) => `Alone ${index}`) },
		);
		const sent = await calls(bench);
		expect(sent).toHaveLength(80);
		expect(sent.filter(({ path: asked }) => asked.endsWith('/$batch'))).toEqual([]);
	});

	it('one refused request does not affect the rest of its batch', async () => {
		bench.expectRefusal(404);
		const users = await people(bench, 60);
		const asked = users.map((id, index) => (index % 10 === 3 ? `nobody-${index}@x.example` : id));
		const { items } = await bench.run(lookup, {
			items: itemsFor(...asked),
			settings: { onError: 'continueRegularOutput' },
		});
		expect(items.map(({ json: { id, error } }) => id ?? typeof error)).toEqual(
			asked.map((id) => (id.includes('@') ? 'string' : id)),
		);
		expect(await calls(bench)).toHaveLength(3);
	});

	it('photos come out of batches byte for byte', async () => {
		const faces = (await people(bench, 40)).slice(20);
		const photo = { resource: 'photo', operation: 'get', user: userOfItem };
		bench.expectRefusal(404);
		const together = await bench.run(
			{ ...photo, options: { ifNotFound: 'returnEmpty' } },
			{ items: itemsFor(...faces) },
		);
		const each = await bench.run(
			{ ...photo, options: { ifNotFound: 'returnEmpty', batchRequests: false } },
			{ items: itemsFor(...faces) },
		);
		const bytes = (outcome: typeof each): unknown[] =>
			outcome.items.map(({ binary }) => binary?.data?.data);
		expect(bytes(together).filter(Boolean).length).toBeGreaterThan(5);
		expect(bytes(together)).toEqual(bytes(each));
	});

	it.each(BOTH_PATHS)(
		'items with different credentials never share a batch, over %s',
		async (path) => {
			const users = await people(bench, 80);
			const stored = await bench.credential();
			// They differ in a field that the tenant ignores.
			const credential: StoredCredential = {
				...stored,
				data: { ...stored.data, clientSecret: '={{ $json.secret }}' },
			};
			const { items, error } = await bench.run(lookup, {
				path,
				credential,
				items: users.map((user, index) => ({ json: { user, secret: `of group ${index % 2}` } })),
			});
			expect(error).toBeUndefined();
			expect(items.map(({ json: { id } }) => id)).toEqual(users);
			const together = (await bench.log()).filter(({ parent }) => parent !== null);
			const groups = new Map<number | null, Set<number>>();
			for (const { parent, path: asked } of together) {
				const group = users.indexOf(asked.split('/')[3]) % 2;
				groups.set(parent, (groups.get(parent) ?? new Set()).add(group));
			}
			expect(groups.size).toBe(4);
			expect([...groups.values()].every((group) => group.size === 1)).toBe(true);
		},
	);

	describe('Request Options apply', () => {
		it.each(BOTH_PATHS)('Timeout, over %s', async (path) => {
			const users = await people(bench, 60);
			await bench.set({ latencyMs: 1500 });
			const { items } = await bench.run(
				{ ...lookup, requestOptions: { timeout: 200 }, options: { maxRetries: 0 } },
				{
					path,
					items: itemsFor(...users),
					settings: { onError: 'continueRegularOutput' },
				},
			);
			expect(items).toHaveLength(60);
			for (const {
				json: { error },
			} of items)
				expect(error).toMatch(/ECONNABORTED|ETIMEDOUT/);
			expect((await calls(bench)).every(({ path: asked }) => asked.endsWith('/$batch'))).toBe(true);
		});

		it.each(BOTH_PATHS)('Proxy, over %s', async (path) => {
			const proxy = await forwarding();
			try {
				const users = await people(bench, 60);
				const read = await bench.results(
					{ ...lookup, requestOptions: { proxy: proxy.address } },
					{ path, items: itemsFor(...users) },
				);
				expect(read.map(({ id }) => id)).toEqual(users);
				expect(proxy.forwarded).toEqual(Array(3).fill(`${bench.tenant.graph}/v1.0/$batch`));
				expect(await calls(bench)).toHaveLength(3);
			} finally {
				await proxy.close();
			}
		});

		it.each(BOTH_PATHS)(
			'Batching: each group is sent without waiting for the next, over %s',
			async (path) => {
				const users = await people(bench, 60);
				const batching = { batch: { batchSize: 30, batchInterval: 200 } };
				const read = await bench.results(
					{ ...lookup, requestOptions: { batching } },
					{ path, items: itemsFor(...users) },
				);
				expect(read.map(({ id }) => id)).toEqual(users);
				expect(await calls(bench)).toHaveLength(4);
			},
		);
	});
});

describe('Ignore SSL Issues', () => {
	// A tenant that no other test trusts.
	const secure = new Workbench({ users: 57, args: ['--tls'] });

	it.each(BOTH_PATHS)('applies to batches, over %s', async (path) => {
		const items = itemsFor(secure.tenant.cast.alice.id, secure.tenant.cast.ceo.id);
		const strict = await secure.run({ ...lookup, options: { maxRetries: 0 } }, { path, items });
		expect(strict.error?.message).toMatch(/CERT|SIGNED|VERIFY/);
		const lax = await secure.run(
			{ ...lookup, requestOptions: { allowUnauthorizedCerts: true } },
			{ path, items },
		);
		expect(lax.error).toBeUndefined();
		expect(lax.items).toHaveLength(2);
		expect(await calls(secure)).toHaveLength(1);
	});
});

/** A proxy for plain HTTP, and what it was asked to forward. */
async function forwarding(): Promise<{
	address: string;
	forwarded: string[];
	close(): Promise<void>;
}> {
	const forwarded: string[] = [];
	const server: Server = createServer((received: IncomingMessage, response) => {
		const { method, url = '', headers } = received;
		forwarded.push(url);
		const passed = ask(url, { method, headers }, (answer) => {
			response.writeHead(answer.statusCode ?? 502, answer.headers);
			answer.pipe(response);
		});
		received.pipe(passed);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		forwarded,
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

describe('Malformed responses from Graph', () => {
	interface Part {
		id: string;
		url: string;
	}
	let odd: LoopbackServer;
	afterEach(async () => await odd.close());

	const credentialFor = async (): Promise<StoredCredential> => {
		const stored = await bench.credential();
		return { ...stored, data: { ...stored.data, graphBaseUrl: odd.address } };
	};
	const answered = ({ id, url }: Part): object => ({ id, status: 200, body: { id: url } });

	it.each<[string, (parts: Part[]) => unknown]>([
		['not JSON', () => '<html>Bad gateway</html>'],
		['empty', () => ''],
		['one part missing', (parts) => ({ responses: parts.slice(1).map(answered) })],
		[
			'one id twice',
			(parts) => ({
				responses: [...parts.map(answered), { ...answered(parts[0]), body: { id: 'another' } }],
			}),
		],
		[
			'an unknown id',
			(parts) => ({
				responses: [{ id: '99', status: 200, body: {} }, ...parts.slice(1).map(answered)],
			}),
		],
		['a part without a status', (parts) => ({ responses: parts.map(({ id }) => ({ id })) })],
	])(
		'a batch response, %s: no item is lost or gets the response of another',
		async (_name, spoilt) => {
			odd = await serving((response, { url, body }) => {
				if (!url.endsWith('/$batch'))
					return json(response, 200, { id: url.split('?')[0].slice(5) });
				const { requests } = JSON.parse(body) as { requests: Part[] };
				const answer = spoilt(requests.map((part) => ({ ...part, url: part.url.split('?')[0] })));
				if (typeof answer !== 'string') return json(response, 200, answer);
				response.writeHead(200, { 'Content-Type': 'application/json' });
				response.end(answer);
			});
			const users = await people(bench, 5);
			const { items, error } = await bench.run(lookup, {
				credential: await credentialFor(),
				items: itemsFor(...users),
			});
			expect(error).toBeUndefined();
			expect(items.map(({ json: { id } }) => id)).toEqual(users.map((id) => `/users/${id}`));
		},
	);

	it('a request that never gets a response fails; the others succeed', async () => {
		odd = await serving((response, { url, body }) => {
			if (!url.endsWith('/$batch')) return void response.destroy();
			const { requests } = JSON.parse(body) as { requests: Part[] };
			json(response, 200, { responses: requests.slice(1).map(answered) });
		});
		const { items } = await bench.run(
			{ ...lookup, options: { maxRetries: 0 } },
			{
				credential: await credentialFor(),
				items: itemsFor(...(await people(bench, 5))),
				settings: { onError: 'continueRegularOutput' },
			},
		);
		expect(items[0].json.error).toBe(
			'Microsoft Graph answered the other requests of the batch, but not this one',
		);
		for (const {
			json: { error },
		} of items.slice(1))
			expect(error).toBeUndefined();
	});

	const search = { resource: 'search', operation: 'users', searchTerm: '', returnAll: true };

	it('a next page on another server is not requested', async () => {
		const elsewhere = await serving((response) => json(response, 200, { value: [] }));
		odd = await serving((response) =>
			json(response, 200, {
				value: [{ id: '1' }],
				'@odata.nextLink': `${elsewhere.address}/v1.0/users?$skiptoken=x`,
			}),
		);
		const { error } = await bench.run(search, { credential: await credentialFor() });
		expect(error?.message).toContain('a next page on another server; it was not asked for');
		expect(elsewhere.received).toEqual([]);
		await elsewhere.close();
	});

	it('a cycle of next pages ends', async () => {
		let page = 0;
		odd = await serving((response) => {
			page++;
			json(response, 200, {
				value: [{ id: String(page) }],
				'@odata.nextLink': `${odd.address}/v1.0/users?$skiptoken=${page % 3}`,
			});
		});
		const { error } = await bench.run(search, { credential: await credentialFor() });
		expect(error?.message).toContain('the same next page twice');
		expect(odd.received.length).toBeLessThan(6);
	});
});
