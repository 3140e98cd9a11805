// What the parameters of Sync Users and later cost a run that does not use them.
import { measure } from '../measures.mjs';
import { row, seconds, times } from '../report.mjs';
import { interleaved, itemsOf, took, withStage } from './common.mjs';

export async function parameters(options) {
	const chosen = ['floor', 'floorBefore'];
	await withStage({ ...options, users: 1100, chosen }, async ({ stage, all, people }) => {
		const items = itemsOf(people.slice(0, 1000));
		for (const name of chosen) await measure(stage, all[name], items.slice(0, 20));
		const once = async (name) => await measure(stage, all[name], items);
		const measured = await interleaved(chosen, 3 * options.runs, once);
		const [now, before] = chosen.map((name) => took(measured[name]));
		const fastest = (name) => Math.min(...measured[name].map(({ milliseconds }) => milliseconds));
		options.add(
			row(
				'1,000 items through RoutingNode, nothing sent: with the parameters of Sync Users and later : without',
				`${seconds(now)} : ${seconds(before)} (${times(now / before)}; fastest runs ${times(fastest('floor') / fastest('floorBefore'))})`,
				'',
				undefined,
				'new',
			),
		);
	});
}
