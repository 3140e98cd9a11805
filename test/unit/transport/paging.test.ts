import { explain } from '../../../nodes/Office365Users/messages/explain';
import { GraphError } from '../../../nodes/Office365Users/transport/graphError';
import type { HttpRequest } from '../../../nodes/Office365Users/transport/http';
import {
	PagingError,
	readCollection,
	TooManyResultsError,
} from '../../../nodes/Office365Users/transport/paging';
import { answer, answering, answers, type RecordedSend, refusal } from '../../support/graph/send';

const ROOT = 'https://graph.example';
const first = (top = 999, headers?: Record<string, string>): HttpRequest => ({
	method: 'GET',
	url: `${ROOT}/v1.0/users?$top=${top}`,
	headers,
});

/** So many users in pages of the size that the first request asks for. */
function directory(users: number): RecordedSend {
	return answering(({ url }) => {
		const { searchParams } = new URL(url);
		const size = Number(searchParams.get('$top'));
		const from = Number(searchParams.get('$skiptoken') ?? 0);
		const value = Array.from({ length: Math.min(size, users - from) }, (_, index) => ({
			id: String(from + index),
		}));
		const next = from + size;
		return answer(200, {
			value,
			...(next < users ? { '@odata.nextLink': `${first(size).url}&$skiptoken=${next}` } : {}),
		});
	});
}

const ids = (count: number): string[] => Array.from({ length: count }, (_, index) => String(index));

test.each([
	{ users: 5000, limit: 2500, requests: 3 },
	{ users: 5000, limit: 999, requests: 1 },
	{ users: 5000, limit: 1000, requests: 2 },
	{ users: 5000, limit: 1998, requests: 2 },
	{ users: 2000, limit: 2500, requests: 3 },
	{ users: 2000, limit: Infinity, requests: 3 },
	{ users: 1998, limit: Infinity, requests: 2 },
	{ users: 0, limit: Infinity, requests: 1 },
])('$limit of $users users: $requests requests', async ({ users, limit, requests }) => {
	const { send, asked } = directory(users);
	const entities = await readCollection({ first: first(), limit, send, root: ROOT });
	expect(entities.map(({ id }) => id)).toEqual(ids(Math.min(users, limit)));
	expect(asked).toHaveLength(requests);
	for (const { url } of asked) expect(new URL(url).searchParams.get('$top')).toBe('999');
});

test('a page larger than asked for is cut at the limit', async () => {
	const { send } = answers(answer(200, { value: [{ id: '1' }, { id: '2' }, { id: '3' }] }));
	const entities = await readCollection({ first: first(2), limit: 2, send, root: ROOT });
	expect(entities).toHaveLength(2);
});

test('an empty page in the middle does not end the list', async () => {
	const next = `${ROOT}/v1.0/users?$skiptoken=1`;
	const { send } = answers(
		answer(200, { value: [], '@odata.nextLink': next }),
		answer(200, { value: [{ id: '1' }] }),
	);
	const entities = await readCollection({ first: first(), limit: 10, send, root: ROOT });
	expect(entities).toEqual([{ id: '1' }]);
});

test('a next page is asked for exactly as Graph names it, with the headers of the first', async () => {
	const links = [
		`${ROOT}/v1.0/users?$filter=startswith(surname,'O''B')&$skiptoken=RFNwd%2BA=%20+%C3%BC`,
		`${ROOT}:443/beta/users?%24skiptoken=x%3d%3D#part`,
	];
	const { send, asked } = answers(
		answer(200, { value: [], '@odata.nextLink': links[0] }),
		answer(200, { value: [], '@odata.nextLink': links[1] }),
		answer(200, { value: [] }),
	);
	const headers = { ConsistencyLevel: 'eventual', Prefer: 'x' };
	await readCollection({ first: first(999, headers), limit: Infinity, send, root: ROOT });
	expect(asked).toEqual([
		first(999, headers),
		{ method: 'GET', url: links[0], headers },
		{ method: 'GET', url: links[1], headers },
	]);
});

test.each([
	['another host', 'https://elsewhere.example/v1.0/users?$skiptoken=1'],
	['a host that begins alike', 'https://graph.example.evil.example/v1.0/users'],
	['the host as a user name', 'https://graph.example@evil.example/v1.0/users'],
	['another scheme', 'http://graph.example/v1.0/users'],
	['another port', 'https://graph.example:8443/v1.0/users'],
	['no address at all', 'users?$skiptoken=1'],
])('a next page on %s is refused and not asked for', async (_, link) => {
	const { send, asked } = answering(() => answer(200, { value: [{}], '@odata.nextLink': link }));
	const reading = readCollection({ first: first(), limit: Infinity, send, root: ROOT });
	await expect(reading).rejects.toThrow(PagingError);
	await expect(reading).rejects.toThrow(/another server/);
	expect(asked).toHaveLength(1);
});

test('a foreign next page that is not needed does no harm', async () => {
	const { send } = answers(
		answer(200, { value: [{ id: '1' }], '@odata.nextLink': 'https://elsewhere.example/' }),
	);
	expect(await readCollection({ first: first(), limit: 1, send, root: ROOT })).toHaveLength(1);
});

test.each([
	['the page itself', 0],
	['an earlier page', 1],
])('next pages that lead back to %s are not followed for ever', async (_, before) => {
	const pages = [first().url, `${ROOT}/v1.0/users?$skiptoken=1`];
	const { send, asked } = answering(({ url }) => {
		const index = pages.indexOf(url);
		const next = index < before ? pages[index + 1] : pages[0];
		return answer(200, { value: [{}], '@odata.nextLink': next });
	});
	const reading = readCollection({ first: first(), limit: Infinity, send, root: ROOT });
	await expect(reading).rejects.toThrow(/twice/);
	expect(asked).toHaveLength(before + 1);
});

test.each([
	['text', '<html>Sign in</html>'],
	['nothing', undefined],
	['one entity', { id: '1' }],
	['a value that is not a list', { value: {} }],
])('an answer that is %s instead of a list is said so', async (_, body) => {
	const { send } = answers(answer(200, body));
	const reading = readCollection({ first: first(), limit: 10, send, root: ROOT });
	await expect(reading).rejects.toThrow(PagingError);
	await expect(reading).rejects.toThrow(/not a list/);
});

test('a page that is refused ends the list with what Graph says', async () => {
	const { send } = answers(
		answer(200, { value: [{}], '@odata.nextLink': `${ROOT}/v1.0/users?$skiptoken=1` }),
		refusal(400, 'Directory_ExpiredPageToken', 'The specified page token value has expired.'),
	);
	const reading = readCollection({ first: first(), limit: 10, send, root: ROOT });
	await expect(reading).rejects.toThrow(GraphError);
	await expect(reading).rejects.toMatchObject({ code: 'Directory_ExpiredPageToken' });
});

const MOST_RESULTS = 120_000;
describe(`more than ${MOST_RESULTS} results`, () => {
	const PAGE = 30_000;
	const read = async (users: number, limit: number): Promise<number> =>
		(
			await readCollection({
				first: first(PAGE),
				limit,
				send: directory(users).send,
				root: ROOT,
				most: MOST_RESULTS,
			})
		).length;

	test('are refused, saying what to do', async () => {
		const error: unknown = await read(MOST_RESULTS + 1, Infinity).catch(
			(reason: unknown) => reason,
		);
		expect(error).toBeInstanceOf(TooManyResultsError);
		const asked = { graph: { maxRetries: 0 }, query: {}, path: '/users' };
		expect(explain(error, asked)).toMatchObject({
			message: expect.stringContaining('120,000') as string,
			description: expect.stringMatching(/'Limit'.*'Filter'/) as string,
		});
	});

	test('also where the limit is higher', async () => {
		const far = MOST_RESULTS + 3 * PAGE;
		await expect(read(far, far)).rejects.toThrow(TooManyResultsError);
	});

	test('exactly as many are given', async () => {
		expect(await read(MOST_RESULTS, Infinity)).toBe(MOST_RESULTS);
	});

	test('and so is as much as the limit of a larger list allows', async () => {
		expect(await read(MOST_RESULTS * 2, MOST_RESULTS)).toBe(MOST_RESULTS);
	});
});
