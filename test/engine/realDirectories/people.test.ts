/** Relevant people whose next links cannot be relied upon (docs/graph.md#people-paging). */
import type { INodeParameters } from 'n8n-workflow';

import { BOTH_PATHS, Workbench } from '../../support/engine/workbench';

const bench = new Workbench();
const people: INodeParameters = { resource: 'people', operation: 'myPeople', returnAll: true };

/** A page as Graph gives it. */
const page = (ids: number[], next?: string): Record<string, unknown> & { type: string } => ({
	type: 'html',
	status: 200,
	contentType: 'application/json',
	body: JSON.stringify({
		value: ids.map((id) => ({ id: String(id), displayName: `Person ${id}` })),
		...(next === undefined ? {} : { '@odata.nextLink': next }),
	}),
});

describe.each(BOTH_PATHS)('over %s', (path) => {
	it.each([
		[
			'a link with $skip=0 behind the last page',
			[
				[1, 2, 3],
				[1, 2, 3],
			],
			'&$skip=0',
		],
		['pages that overlap', [[1, 2], [2, 3], [3]], '&$skip='],
		['links without end', [[1, 2, 3], [], []], '&$skip='],
	])('%s: nobody twice, and an end', async (_, pages, skip) => {
		const first = `${bench.tenant.graph}/v1.0/me/people?$top=1000`;
		for (const [index, ids] of pages.entries()) {
			const next = skip.endsWith('0') ? `${first}${skip}` : `${first}${skip}${index + 1}`;
			await bench.fault(page(ids, next), { pathPattern: '/people' });
		}
		const found = await bench.results(people, { path });
		expect(found.map(({ id }) => id)).toEqual(['1', '2', '3']);
		expect((await bench.asked()).length).toBeLessThanOrEqual(3);
	});
});
