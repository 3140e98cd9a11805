// 10,000 and 100,000 look-ups: calls, and how long n8n does not answer others.
import { measure } from '../measures.mjs';
import { row, seconds, times } from '../report.mjs';
import { checkIds, itemsOf, number, took, withStage } from './common.mjs';

export async function many(options) {
	const chosen = ['ours', 'oursRouting', 'floor', 'entra'];
	const count = options.quick ? 2000 : 10_000;
	await withStage(
		{ ...options, users: count + 100, chosen },
		async ({ stage, all, people: everyone }) => {
			const { add } = options;
			const people = everyone.slice(0, count);
			const items = itemsOf(people);
			const once = async (name) => {
				await measure(stage, all[name], items.slice(0, 20));
				const ran = await measure(stage, all[name], items);
				if (name !== 'floor') checkIds(name, ran, people);
				return ran;
			};
			const text = ({ milliseconds, calls, gap }) =>
				`${seconds(milliseconds)}, ${number(calls)} calls, longest gap ${gap} ms`;
			const [ours, ...again] = [await once('ours'), await once('ours'), await once('ours')];
			const all3 = [ours, ...again];
			const most = Math.max(...all3.map(({ gap }) => gap));
			const calls = Math.ceil((40 * count) / 10_000);
			add(
				row(
					`${number(count)} look-ups: this node`,
					text({ ...ours, milliseconds: took(all3), gap: most }),
					`at most ${calls} calls, 250 ms`,
					ours.calls <= calls && most <= 250,
				),
			);
			add(row('... by RoutingNode', text(await once('oursRouting'))));
			add(row('... floor', text(await once('floor'))));
			const entra = await once('entra');
			const ratio = entra.milliseconds / took(all3);
			add(
				row(
					'... Microsoft Entra ID node',
					`${text(entra)}: ${times(ratio)}`,
					'12 x',
					ratio >= 12,
					'new',
				),
			);
		},
	);
}

export async function most(options) {
	const count = options.quick ? 20_000 : 100_000;
	const chosen = ['ours'];
	await withStage({ ...options, users: count, chosen }, async ({ stage, all, people }) => {
		await measure(stage, all.ours, itemsOf(people.slice(0, 20)));
		const ran = await measure(stage, all.ours, itemsOf(people));
		checkIds('ours', ran, people);
		const wanted = Math.ceil(count / 300);
		options.add(
			row(
				`${number(count)} look-ups: this node`,
				`${seconds(ran.milliseconds)}, ${ran.calls} calls, longest gap ${ran.gap} ms, ${ran.failed} failed`,
				`about ${wanted} calls`,
				ran.failed === 0 && ran.calls <= 1.1 * wanted,
				'new',
			),
		);
	});
}
