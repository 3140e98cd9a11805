import { readChanges } from '../../../../nodes/Office365Users/resources/search/delta';
import { graphClient } from '../../../../nodes/Office365Users/transport/client';
import type { Entity } from '../../../../nodes/Office365Users/transport/entity';
import {
	ConnectionError,
	type HttpResponse,
} from '../../../../nodes/Office365Users/transport/http';
import { answer, answers, refusal } from '../../../support/graph/send';

const ROOT = 'https://graph.example';
const DELTA = `${ROOT}/v1.0/users/delta`;
const FULL = `${DELTA}?$select=id%2Ccity`;
const LINK = `${DELTA}?$deltatoken=old`;

const page = (value: object[], next: object): HttpResponse => answer(200, { value, ...next });
const last = (...value: object[]): HttpResponse =>
	page(value, { '@odata.deltaLink': `${DELTA}?$deltatoken=new` });
const more = (token: string, ...value: object[]): HttpResponse =>
	page(value, { '@odata.nextLink': `${DELTA}?$skiptoken=${token}` });

/** What a round brings where Graph gives these answers one after the other. */
async function round(link: string | undefined, ...given: Array<HttpResponse | Error>) {
	const server = answers(...given);
	const log: string[] = [];
	const reading = readChanges(graphClient(ROOT, server.send), ['id', 'city'], link, (line) =>
		log.push(line),
	);
	const outcome = await reading.catch((error: unknown) => error as Error);
	return { outcome, log, asked: server.asked.map(({ url }) => url) };
}

const ann: Entity = { id: '1', city: 'Ulm' };

test('a first round is a full one; the next begins where it ended', async () => {
	const { outcome, asked } = await round(undefined, last(ann));
	expect(outcome).toEqual({ entities: [ann], deltaLink: `${DELTA}?$deltatoken=new` });
	expect(asked).toEqual([FULL]);
});

describe('a link that Graph no longer accepts', () => {
	test.each([
		['410 alone, without a word', answer(410)],
		['410 with an unknown code', refusal(410, 'Gone', '')],
		['410 resyncRequired', refusal(410, 'resyncRequired', '')],
		['400 syncStateNotFound', refusal(400, 'syncStateNotFound', '')],
		[
			'400, older than 30 days',
			refusal(400, 'Request_UnsupportedQuery', 'DeltaLink older than 30 days is not supported.'),
		],
		['400, badly formed', refusal(400, 'Request_BadRequest', 'Badly formed token.')],
		['403, another tenant', refusal(403, 'Forbidden', '')],
		['404', refusal(404, 'Request_ResourceNotFound', '')],
	])('%s: a full round, once, with a note', async (_, refused) => {
		const { outcome, asked, log } = await round(LINK, refused, last(ann));
		expect(outcome).toMatchObject({ entities: [ann] });
		expect(asked).toEqual([LINK, FULL]);
		expect(log).toEqual([expect.stringContaining('all users are returned once more')]);
	});

	test('also on a later page', async () => {
		const { outcome, asked } = await round(LINK, more('a', { id: '9' }), refusal(410), last(ann));
		expect(outcome).toMatchObject({ entities: [ann] });
		expect(asked).toEqual([LINK, `${DELTA}?$skiptoken=a`, FULL]);
	});

	test('a full round that is refused as well is not repeated: its refusal speaks', async () => {
		const { outcome, asked } = await round(LINK, refusal(400), refusal(403, 'Other', 'No right'));
		expect(outcome).toMatchObject({ status: 403, code: 'Other' });
		expect(asked).toHaveLength(2);
	});
});

test.each([
	['the sign-in', refusal(401, 'InvalidAuthenticationToken')],
	['too many requests', refusal(429)],
	['an outage', refusal(503)],
	['a time-out', refusal(408)],
	['a broken connection', new ConnectionError('ECONNRESET', 'graph.example')],
])('%s says nothing of the link', async (_, failure) => {
	const { outcome, asked, log } = await round(LINK, failure);
	expect(outcome).toBeInstanceOf(Error);
	expect(asked).toEqual([LINK]);
	expect(log).toEqual([]);
});

test('one user comes once in a round: the last one holds', async () => {
	const { outcome } = await round(
		LINK,
		more('a', ann, { id: '2', city: 'Bonn' }),
		more('b', { id: '1', city: 'Jena' }),
		last({ id: '2', '@removed': { reason: 'changed' } }, { id: '3' }),
	);
	expect(outcome).toMatchObject({
		entities: [{ id: '1', city: 'Jena' }, { id: '2', removed: 'changed' }, { id: '3' }],
	});
});

test('empty pages with a next link, and users removed, belong to a first round', async () => {
	const { outcome, asked } = await round(
		undefined,
		more('a'),
		more('b', { id: '4', '@removed': { reason: 'deleted' } }),
		more('c'),
		last(ann),
	);
	expect(outcome).toMatchObject({ entities: [{ id: '4', removed: 'deleted' }, ann] });
	expect(asked).toHaveLength(4);
});
