// Long lists: calls, time, and the peak memory of a fresh n8n for each.
import { measureList } from '../measures.mjs';
import { median, row, seconds, times } from '../report.mjs';
import { startTenant } from '../stage.mjs';
import { contestants, workflowOf } from '../workflows.mjs';
import { number, withN8n } from './common.mjs';

/** In a fresh n8n. */
async function listed({ folder, say }, tenant, name) {
	const contestant = contestants[name];
	const workflows = [workflowOf(contestant, { save: false })];
	const ran = await withN8n(
		{ tenant, folder, workflows },
		async (stage) => await measureList(stage, contestant),
	);
	say(`  ${name}: ${ran.calls} calls, ${seconds(ran.wall)}, ${Math.round(ran.peak)} MB`);
	return ran;
}

const text = (all) =>
	`${number(all[0].calls)} calls, ${seconds(median(all.map(({ wall }) => wall)))}, peak ${Math.round(peakOf(all))} MB`;
const peakOf = (all) => median(all.map(({ peak }) => peak));
/** What went wrong; undefined where all came. */
const failure = ({ answer }, count) =>
	answer?.failed ??
	answer?.first?.error ??
	(answer?.count === count ? undefined : `${answer?.count} came`);

export async function listing(options) {
	const { add } = options;
	const count = options.quick ? 10_000 : 100_000;
	const tenant = await startTenant({ users: count, folder: options.folder });
	try {
		const runs = Math.min(options.runs, 3);
		const ran = {
			list: [],
			listRouting: [],
			entraList: [await listed(options, tenant, 'entraList')],
		};
		for (let run = 0; run < runs; run++) {
			for (const name of ['list', 'listRouting'])
				ran[name].push(await listed(options, tenant, name));
		}
		const wanted = Math.ceil(count / 999);
		const isWhole = ran.list.every(
			(one) => one.calls === wanted && failure(one, count) === undefined,
		);
		add(
			row(
				`${number(count)} users listed: this node`,
				text(ran.list),
				`all, in ${wanted} calls`,
				isWhole,
			),
		);
		add(row('... by RoutingNode', text(ran.listRouting)));
		add(row("... Microsoft Entra ID node, 'Return All'", text(ran.entraList)));
		for (const [name, title] of [
			['list', '    peak memory of a fresh n8n, this node : Entra'],
			['listRouting', '    by RoutingNode : Entra'],
		]) {
			const ratio = peakOf(ran[name]) / peakOf(ran.entraList);
			add(row(title, times(ratio), 'at most 1.05 x', ratio <= 1.05));
		}
	} finally {
		await tenant.stop();
	}
}

/** More than n8n's engine takes from one item by RoutingNode, and the first round of changes. */
export async function tooMany(options) {
	const [fewer, more] = options.quick ? [10_000, 15_000] : [100_000, 150_000];
	const peaks = {};
	for (const count of [fewer, more]) {
		const tenant = await startTenant({ users: count, folder: options.folder });
		try {
			for (const name of ['list', 'changes']) {
				const runs = [];
				for (let run = 0; run < Math.min(options.runs, 3); run++) {
					runs.push(await listed(options, tenant, name));
				}
				peaks[`${name} ${count}`] = peakOf(runs);
				const wanted = Math.ceil(count / 999);
				// docs/graph.md#delta-page-size
				const what =
					name === 'list'
						? 'users listed'
						: 'users, first round of Get Changed Users; Graph gives 200 to a page';
				const failed = runs.map((one) => failure(one, count)).find(Boolean);
				options.add(
					row(
						`${number(count)} ${what}`,
						failed ?? text(runs),
						`all, in ${wanted} calls`,
						failed === undefined && runs.every(({ calls }) => calls === wanted),
						'new',
					),
				);
			}
			if (count === more && !options.quick) {
				const { answer, calls, wall } = await listed(options, tenant, 'listRouting');
				const message = failure({ answer }, count);
				options.add(
					row(
						`${number(count)} users listed, by RoutingNode`,
						`${message ?? 'all of them'} (${calls} calls, ${seconds(wall)})`,
						'all of them, or the message',
						message === undefined ? calls === 151 : /more than 120,000 results/.test(message),
					),
				);
			}
		} finally {
			await tenant.stop();
		}
	}
	for (const name of ['list', 'changes']) {
		const ratio = peaks[`${name} ${more}`] / peaks[`${name} ${fewer}`];
		options.add(
			row(
				`    peak memory, ${number(more)} : ${number(fewer)}, ${name === 'list' ? 'listed' : 'first round'}`,
				times(ratio),
				'at most 1.3 x',
				ratio <= 1.3,
				'new',
			),
		);
	}
}
