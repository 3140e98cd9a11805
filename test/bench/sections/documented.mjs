// The limits that Microsoft documents for the smallest tenants: 3,500 units in 10 s, 3,000 changes in 150 s.
import { measure } from '../measures.mjs';
import { percent, row, seconds, times } from '../report.mjs';
import { checkIds, itemsOf, least, number, withoutOddities, withStage } from './common.mjs';
import { changed } from './limits.mjs';

export async function documentedReads(options) {
	const count = options.quick ? 4000 : 20_000;
	const chosen = ['defaults'];
	await withStage(
		{ ...options, users: count + 100, latency: 300, chosen },
		async ({ stage, tenant, all, people: everyone }) => {
			const people = everyone.slice(0, count);
			await measure(stage, all.defaults, itemsOf(people.slice(0, 20)));
			await tenant.ask('PATCH', '/settings', {
				throttle: { enabled: true, resourceUnits: 3500, writes: null },
			});
			const ran = await measure(stage, all.defaults, itemsOf(people));
			checkIds('defaults', ran, people);
			const share = ran.throttled / ran.requests;
			const ratio = ran.asking / least(ran.requests - ran.throttled, 3500);
			options.add(
				row(
					`${number(count)} look-ups of default fields, 3,500 / 10 s, 300 ms`,
					`${ran.failed} failed, ${percent(share)} refused, ${seconds(ran.milliseconds)} (${times(ratio)} the least)`,
					'0 failed, 5 %, 1.15 x',
					ran.failed === 0 && share <= 0.05 && ratio <= 1.15,
					'new',
				),
			);
		},
	);
}

export async function documentedChanges(options) {
	const count = options.quick ? 600 : 6000;
	const [writes, seconds10] = options.quick ? [300, 15] : [3000, 150];
	const chosen = ['update'];
	const users = { ...options, users: count + 100, chosen };
	await withStage(users, async ({ stage, tenant, all, people }) => {
		await tenant.ask('PATCH', '/settings', {
			throttle: { enabled: true, resourceUnits: 3500, writes, writesWindowSeconds: seconds10 },
		});
		await changed(
			options,
			{ stage, tenant, all, people: (await withoutOddities(tenant, people)).slice(0, count) },
			{
				title: `${number(count)} changes, ${number(writes)} / ${seconds10} s`,
				least: least(count, writes, 1000 * seconds10),
				most: 1.05,
				isNew: 'new',
			},
		);
	});
}
