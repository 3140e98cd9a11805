import { GraphError, graphErrorOf } from '../../../nodes/Office365Users/transport/graphError';
import { answer } from '../../support/graph/send';

const IDS = { 'request-id': 'r-1', 'client-request-id': 'c-1', date: '2026-10-21T07:28:00' };
const read = (body: unknown, status = 400): GraphError => graphErrorOf(answer(status, body));

test('the documented shape', () => {
	const body = {
		error: { code: 'Request_BadRequest', message: 'Invalid value.', innerError: IDS },
	};
	expect(read(body)).toMatchObject({
		name: 'GraphError',
		status: 400,
		code: 'Request_BadRequest',
		message: 'Invalid value.',
		requestId: 'r-1',
		date: '2026-10-21T07:28:00',
	});
});

test.each([
	['innerError', { innerError: IDS }],
	['innererror', { innererror: IDS }],
	['requestId instead of request-id', { innerError: { requestId: 'r-1', date: IDS.date } }],
])('the ids in %s', (_, inner) => {
	const error = read({ error: { code: 'x', message: 'y', ...inner } });
	expect(error).toMatchObject({ requestId: 'r-1', date: IDS.date });
});

test('the ids of the headers where the body has none', () => {
	const headers = { 'request-id': 'r-2', date: 'Wed, 21 Oct 2026 07:28:00 GMT' };
	const error = graphErrorOf(answer(404, { error: { code: 'x', message: 'y' } }, headers));
	expect(error).toMatchObject({ requestId: 'r-2', date: headers.date });
	expect(error.headers).toEqual(headers);
});

describe('the most specific code wins', () => {
	test.each([
		['one level down', { innerError: { ...IDS, code: 'specific' } }],
		['two levels down', { innerError: { code: 'middle', innerError: { code: 'specific' } } }],
		['past a level without one', { innerError: { ...IDS, innerError: { code: 'specific' } } }],
		['spelt innererror', { innererror: { code: 'specific' } }],
		['spelt innererror all the way', { innererror: { innererror: { code: 'specific' } } }],
		['spelt both ways', { innerError: { innererror: { code: 'specific' } } }],
	])('%s', (_, inner) => {
		expect(read({ error: { code: 'general', message: '', ...inner } }).code).toBe('specific');
	});

	test('but not the status over again, as a 429 has it', () => {
		const inner = { code: '429', status: '429', ...IDS };
		const body = { error: { code: 'TooManyRequests', innerError: inner, message: 'Retry.' } };
		expect(read(body, 429)).toMatchObject({ code: 'TooManyRequests', requestId: 'r-1' });
	});
});

describe('an error wrapped as text in UnknownError', () => {
	const wrapped = (message: string): GraphError =>
		read({ error: { code: 'UnknownError', message } }, 404);

	test('is unwrapped', () => {
		const text = JSON.stringify({ errorCode: 'ErrorItemNotFound', message: 'No photo.' });
		expect(wrapped(text)).toMatchObject({ code: 'ErrorItemNotFound', message: 'No photo.' });
	});

	test.each(['', '{ not JSON', 'Plain words.'])('is left alone where it is %j', (text) => {
		expect(wrapped(text)).toMatchObject({ code: 'UnknownError', message: text });
	});

	test('and braces in the message of another code stay', () => {
		const text = '{"errorCode":"x"}';
		const error = read({ error: { code: 'BadRequest', message: text } });
		expect(error).toMatchObject({ code: 'BadRequest', message: text });
	});
});

describe('a body that is not an object', () => {
	const json = JSON.stringify({ error: { code: 'ImageNotFound', message: 'No photo.' } });

	test.each([
		['bytes, as for a photo', Buffer.from(json)],
		['text', json],
	])('JSON as %s is read', (_, body) => {
		expect(read(body, 404)).toMatchObject({ code: 'ImageNotFound', message: 'No photo.' });
	});

	test.each([
		['HTML', '<html><body>Service Unavailable</body></html>'],
		['HTML as bytes', Buffer.from('<html></html>')],
		['no bytes', Buffer.alloc(0)],
		['empty text', ''],
		['undefined', undefined],
		['null', null],
		['a number', 5],
		['a list', []],
		['an object without error', { value: [] }],
		['an error that is null', { error: null }],
		['an error of other types', { error: { code: 7, message: {}, innerError: 'x' } }],
	])('%s leaves the status, and the headers', (_, body) => {
		const headers = { 'request-id': 'r-3' };
		const error = graphErrorOf(answer(503, body, headers));
		expect(error).toMatchObject({ status: 503, code: '', message: '', requestId: 'r-3' });
		expect(error.date).toBeUndefined();
	});
});

test('an error that is only a text, as sign-in has it', () => {
	expect(read({ error: 'invalid_grant' }).message).toBe('invalid_grant');
});
