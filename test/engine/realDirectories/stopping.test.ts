/** An item that has failed starts no further reads, also where the run goes on. */
import { BOTH_PATHS, Workbench } from '../../support/engine/workbench';

const bench = new Workbench({ users: 1000 });

it.each(BOTH_PATHS)(
	'a list whose fields of SharePoint break off is not read on, over %s',
	async (path) => {
		bench.expectRefusal(503);
		await bench.fault('503', { pathPattern: '/users/[^?]+\\?.*skills', skip: 5 });
		const everyone = {
			resource: 'search',
			operation: 'users',
			returnAll: true,
			selectFields: ['skills'],
			options: { maxRetries: 0 },
		};
		const { items } = await bench.run(everyone, {
			path,
			settings: { onError: 'continueRegularOutput' },
		});
		expect(items.map(({ json }) => json.error)).toEqual([expect.stringContaining('status 503')]);
		// Whatever would still go out by itself goes before this.
		await bench.results({ ...everyone, returnAll: false, limit: 40 }, { path });
		const profiles = (await bench.asked()).filter(({ query }) => query.$select === 'skills');
		expect(profiles.length).toBeLessThanOrEqual(200 + 40);
	},
);
