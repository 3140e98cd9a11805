import {
	batchRequest,
	isBatchable,
	MOST_PARTS,
	needsNewToken,
	partAnswers,
	partBytes,
} from '../../../nodes/Office365Users/transport/batch';
import type { HttpRequest } from '../../../nodes/Office365Users/transport/http';
import { get, partsOf, ROOT } from '../../support/graph/requestQueue';
import { answer, refusal } from '../../support/graph/send';

const users = (count: number): HttpRequest[] =>
	Array.from({ length: count }, (_, index) => get(`/users/${index}`));

describe('what can be part of a batch', () => {
	test.each([
		['an entity', get('/users/1'), true],
		['a change', { ...get('/users/1'), method: 'PATCH', body: { city: 'Oslo' } }, true],
		['a short list', get('/users?$select=id&$top=100'), true],
		['a long list', get('/users?$top=101'), false],
		['the longest page', get('/users?$select=id&$top=999'), false],
		['a further page', get('/users?$top=50&$skiptoken=x'), false],
		['an address elsewhere', { method: 'GET', url: 'https://other.example/v1.0/users/1' }, false],
		['another version', { method: 'GET', url: `${ROOT}/beta/users/1` }, false],
		['bytes', { ...get('/me/photo/$value'), method: 'PUT', body: Buffer.from('x') }, false],
	] as Array<[string, HttpRequest, boolean]>)('%s: %s', (_, request, expected) => {
		expect(isBatchable(request, ROOT)).toBe(expected);
	});
});

test('a part takes the bytes of its URL and body, and some for the envelope', () => {
	const umlauts = { aboutMe: 'ü'.repeat(1000) };
	const bare = partBytes(get('/users/1'));
	expect(bare).toBeGreaterThanOrEqual(get('/users/1').url.length + 150);
	const json = Buffer.byteLength(JSON.stringify(umlauts));
	expect(partBytes({ ...get('/users/1'), method: 'PATCH', body: umlauts })).toBe(bare + json);
	expect(json).toBeGreaterThan(2000);
});

test('the parts of a batch: numbered, relative, a body as JSON with its type', () => {
	const request = batchRequest(ROOT, [
		get("/users/o'brien%40x.y?$select=id"),
		get('/users?$search=%22x%22&$top=5', { headers: { ConsistencyLevel: 'eventual' } }),
		{ ...get('/users/1'), method: 'PATCH', body: { city: 'Oslo' } },
		{ ...get('/users/1/manager/$ref'), method: 'DELETE' },
	]);
	expect(request).toMatchObject({ method: 'POST', url: `${ROOT}/v1.0/$batch` });
	expect(partsOf(request)).toEqual([
		{ id: '1', method: 'GET', url: "/users/o'brien%40x.y?$select=id" },
		{
			id: '2',
			method: 'GET',
			url: '/users?$search=%22x%22&$top=5',
			headers: { ConsistencyLevel: 'eventual' },
		},
		{
			id: '3',
			method: 'PATCH',
			url: '/users/1',
			headers: { 'Content-Type': 'application/json' },
			body: { city: 'Oslo' },
		},
		{ id: '4', method: 'DELETE', url: '/users/1/manager/$ref' },
	]);
	expect(MOST_PARTS).toBe(20);
});

describe('the answers', () => {
	const two = users(2);

	test('belong to the requests by id, whatever their order', () => {
		const batch = answer(200, {
			responses: [
				{ id: '2', status: 404, body: { error: { code: 'x' } } },
				{ id: '1', status: 200, headers: { 'Retry-After': '5' }, body: { id: 'a' } },
			],
		});
		expect(partAnswers(two, batch)).toEqual([
			{ status: 200, headers: { 'retry-after': '5' }, body: { id: 'a' } },
			{ status: 404, headers: {}, body: { error: { code: 'x' } } },
		]);
	});

	test.each([
		['missing', [{ id: '2', status: 200 }]],
		[
			'given twice',
			[
				{ id: '1', status: 200 },
				{ id: '1', status: 404 },
				{ id: '2', status: 200 },
			],
		],
		['without a status', [{ id: '1' }, { id: '2', status: 200 }]],
		['not an object', ['1', { id: '2', status: 200 }]],
	])('one that is %s is none; the others hold', (_, responses) => {
		const [first, second] = partAnswers(two, answer(200, { responses }));
		expect(first).toBeUndefined();
		expect(second?.status).toBe(200);
	});

	test.each([undefined, '<html></html>', {}, { responses: 'x' }, null])('%j holds none', (body) => {
		expect(partAnswers(two, answer(200, body))).toEqual([undefined, undefined]);
	});

	test('bytes come as base64', () => {
		const photo = get('/me/photo/$value', { binary: true });
		const responses = [{ id: '1', status: 200, body: Buffer.from([0, 255, 7]).toString('base64') }];
		const [part] = partAnswers([photo], answer(200, { responses }));
		expect(part?.body).toEqual(Buffer.from([0, 255, 7]));
	});

	test('a refusal instead of bytes stays what it is', () => {
		const photo = get('/me/photo/$value', { binary: true });
		const body = { error: { code: 'ImageNotFound' } };
		const [part] = partAnswers(
			[photo],
			answer(200, { responses: [{ id: '1', status: 404, body }] }),
		);
		expect(part?.body).toEqual(body);
	});
});

test.each([
	[refusal(401, 'InvalidAuthenticationToken'), true],
	[refusal(401, 'Unauthorized'), false],
	[refusal(403, 'InvalidAuthenticationToken'), false],
	[answer(401), false],
])('a new token is needed after %j: %s', (response, expected) => {
	expect(needsNewToken(response)).toBe(expected);
});
