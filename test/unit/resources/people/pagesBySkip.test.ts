import {
	newPeopleOnly,
	pagesBySkip,
} from '../../../../nodes/Office365Users/resources/people/pagesBySkip';
import { readCollection } from '../../../../nodes/Office365Users/transport/paging';
import { answer, answering, type RecordedSend, refusal } from '../../../support/graph/send';

const ROOT = 'https://graph.example';

/** So many people; with or without links, or by a server that does not know `$skip`. */
function crowd(people: number, kind: 'linked' | 'unlinked' | 'ignorant'): RecordedSend {
	let pages = 0;
	return answering(({ url }) => {
		if (pages++ > people) return new Error('This would never end');
		const { searchParams } = new URL(url);
		const size = Number(searchParams.get('$top'));
		const from = kind === 'ignorant' ? 0 : Number(searchParams.get('$skip') ?? 0);
		const value = Array.from(
			{ length: Math.max(0, Math.min(size, people - from)) },
			(_, index) => ({
				id: String(from + index),
			}),
		);
		const next = from + size;
		const link = `${ROOT}/v1.0/me/people?$top=${size}&$skip=${next}`;
		return answer(200, {
			value,
			...(kind === 'linked' && next < people ? { '@odata.nextLink': link } : {}),
		});
	});
}

const read = async (
	{ send }: RecordedSend,
	limit = Infinity,
	query = '$filter=a%20eq%20%27b%27&$top=10',
): Promise<unknown[]> =>
	(
		await readCollection({
			first: { method: 'GET', url: `${ROOT}/v1.0/me/people?${query}` },
			limit,
			send: pagesBySkip(send),
			root: ROOT,
		})
	).map(({ id }) => id);

const ids = (count: number): string[] => Array.from({ length: count }, (_, index) => String(index));

test.each([
	{ people: 0, kind: 'unlinked', requests: 1 },
	{ people: 9, kind: 'unlinked', requests: 1 },
	{ people: 10, kind: 'unlinked', requests: 2 },
	{ people: 25, kind: 'unlinked', requests: 3 },
	{ people: 9, kind: 'linked', requests: 1 },
	{ people: 25, kind: 'linked', requests: 3 },
	{ people: 30, kind: 'linked', requests: 3 },
] as const)('$people people, $kind: $requests requests', async ({ people, kind, requests }) => {
	const server = crowd(people, kind);
	expect(await read(server)).toEqual(ids(people));
	expect(server.asked).toHaveLength(requests);
});

test('all other query options go with every page, and $skip stands in it once', async () => {
	const server = crowd(25, 'unlinked');
	await read(server);
	expect(server.asked.map(({ url }) => url)).toEqual(
		['', '&$skip=10', '&$skip=20'].map(
			(skip) => `${ROOT}/v1.0/me/people?$filter=a%20eq%20%27b%27&$top=10${skip}`,
		),
	);
});

test('a limit that is reached with a full page asks for no further one', async () => {
	const server = crowd(25, 'unlinked');
	expect(await read(server, 10)).toEqual(ids(10));
	expect(server.asked).toHaveLength(1);
});

test('a server that gives the same page again is not asked for ever, nor are people given twice', async () => {
	const server = crowd(25, 'ignorant');
	expect(await read(server)).toEqual(ids(10));
	expect(server.asked).toHaveLength(2);
});

test('a refusal goes through', async () => {
	await expect(read(answering(() => refusal(403, 'Forbidden', 'No')))).rejects.toMatchObject({
		status: 403,
		code: 'Forbidden',
	});
});

describe('next links that cannot be relied upon', () => {
	/** Pages of ten, with this link to the next one. */
	const linking = (people: number, link: (skip: number) => string | undefined): RecordedSend => {
		let pages = 0;
		return answering(({ url }) => {
			if (pages++ > people) return new Error('This would never end');
			const from = Number(new URL(url).searchParams.get('$skip') ?? 0);
			const value = ids(people)
				.slice(from, from + 10)
				.map((id) => ({ id }));
			const next = link(from);
			return answer(200, { value, ...(next === undefined ? {} : { '@odata.nextLink': next }) });
		});
	};
	const at = (skip: number): string => `${ROOT}/v1.0/me/people?$top=10&$skip=${skip}`;

	test.each([
		[
			'back to the start behind the last page',
			(skip: number) => at(skip + 10 < 23 ? skip + 10 : 0),
			23,
		],
		['to $skip=0 from the first page on', () => at(0), 10],
		['to the same page', (skip: number) => at(skip), 10],
		['without end, to empty pages', (skip: number) => at(skip + 10), 23],
	])('%s: nobody twice, and an end', async (_, link, expected) => {
		for (const pages of [pagesBySkip, newPeopleOnly]) {
			const { send, asked } = linking(23, link);
			const found = await readCollection({
				first: { method: 'GET', url: `${ROOT}/v1.0/me/people?$top=10` },
				limit: Infinity,
				send: pages(send),
				root: ROOT,
			});
			expect(found.map(({ id }) => id)).toEqual(ids(expected));
			expect(asked.length).toBeLessThanOrEqual(4);
		}
	});

	test('pages that overlap give nobody twice', async () => {
		const { send } = linking(23, (skip) => (skip + 7 < 23 ? at(skip + 7) : undefined));
		expect(await read({ send, asked: [] })).toEqual(ids(23));
	});

	test('people without an ID are all given', async () => {
		const nameless = answering(() =>
			answer(200, { value: [{ displayName: 'a' }, { displayName: 'a' }] }),
		);
		expect(await read(nameless)).toHaveLength(2);
	});
});
