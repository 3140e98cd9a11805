// 1,000 look-ups: this node, n8n's own nodes, and the floor of a declarative node.
import { measure } from '../measures.mjs';
import { row, seconds, times } from '../report.mjs';
import { checkIds, interleaved, itemsByName, itemsOf, number, took, withStage } from './common.mjs';

/** The Entra node takes IDs only, and HTTP Request puts names in the address as they are. */
const byId = ['entra', 'http', 'floor'];

export async function lookups(options) {
	const chosen = ['ours', 'oursRouting', 'defaults', 'entra', 'http', 'floor'];
	const users = { ...options, users: 1100, chosen };
	await withStage(users, async ({ stage, all, people: everyone }) => {
		const { add } = options;
		const people = everyone.slice(0, 1000);
		const items = (name) => (byId.includes(name) ? itemsOf(people) : itemsByName(people));
		for (const name of chosen) await measure(stage, all[name], items(name).slice(0, 20));
		const once = async (name) => await measure(stage, all[name], items(name));
		const measured = await interleaved(chosen, options.runs, once);
		for (const name of chosen) {
			if (name === 'floor') continue;
			for (const one of measured[name]) checkIds(name, one, people);
		}
		const t = Object.fromEntries(chosen.map((name) => [name, took(measured[name])]));
		const calls = (name) => measured[name][0].calls;
		const ratio = (name) => t[name] / t.ours;
		const text = (name) => `${seconds(t[name])}, ${calls(name)} calls`;
		add(
			row(
				'1,000 look-ups by UPN, chosen fields: this node',
				text('ours'),
				'at most 5 calls',
				calls('ours') <= 5,
			),
		);
		add(row("... by RoutingNode (an agent's tool)", text('oursRouting')));
		add(row('... default fields', text('defaults')));
		add(
			row(
				'... Microsoft Entra ID node',
				`${text('entra')}: ${times(ratio('entra'))}`,
				'10 x',
				ratio('entra') >= 10,
			),
		);
		add(
			row(
				'... HTTP Request node',
				`${text('http')}: ${times(ratio('http'))}`,
				'5 x',
				ratio('http') >= 5,
			),
		);
		add(
			row(
				'... floor: a declarative node that sends nothing',
				`${seconds(t.floor)}: ${times(t.ours / t.floor)} of it`,
				'at most 1.5 x',
				t.ours <= 1.5 * t.floor,
			),
		);
		add(
			row(
				'    by RoutingNode',
				times(t.oursRouting / t.floor),
				'at most 1.5 x',
				t.oursRouting <= 1.5 * t.floor,
			),
		);
		const some = Array.from({ length: 1000 }, (_, index) => people[index % 100]);
		const hundred = await measure(stage, all.ours, itemsOf(some));
		checkIds('ours', hundred, some);
		add(
			row(
				'1,000 look-ups of 100 different users',
				`${seconds(hundred.milliseconds)}, ${hundred.calls} calls`,
				'at most 5 calls',
				hundred.calls <= 5,
			),
		);
	});
	await managers(options);
}

/** Those without a manager are asked for singly. */
async function managers(options) {
	const chosen = ['manager'];
	await withStage({ ...options, users: 1100, chosen }, async ({ stage, all, people }) => {
		const items = itemsOf(people.slice(0, 1000));
		await measure(stage, all.manager, items.slice(0, 20));
		const ran = await measure(stage, all.manager, items);
		options.add(
			row(
				`${number(1000)} managers, chosen fields`,
				`${seconds(ran.milliseconds)}, ${ran.calls} calls, ${ran.failed} without one`,
				'at most 8 calls',
				ran.calls <= 8 && ran.results.length === 1000,
				'new',
			),
		);
	});
}

/** Calls that take longer: how many are in flight matters more. */
export async function latency(options) {
	for (const ms of options.quick ? [300] : [50, 300, 1000]) {
		const chosen = ['ours', 'defaults', 'entra'];
		const users = { ...options, users: 1100, latency: ms, chosen };
		await withStage(users, async ({ stage, all, people: everyone }) => {
			const people = everyone.slice(0, 1000);
			const items = itemsOf(people);
			for (const name of chosen) await measure(stage, all[name], items.slice(0, 20));
			const once = async (name) => await measure(stage, all[name], items);
			const measured = await interleaved(['ours', 'defaults'], options.runs, once);
			measured.entra = [await once('entra')];
			for (const name of chosen) for (const one of measured[name]) checkIds(name, one, people);
			const text = (name) => `${seconds(took(measured[name]))}, ${measured[name][0].calls} calls`;
			const target =
				ms === 300 ? ['at most 2.2 s', took(measured.defaults) <= 2200] : ['', undefined];
			const title = `1,000 look-ups, ${number(ms)} ms for every call`;
			options.add(row(`${title}: chosen fields`, text('ours'), '', undefined, 'new'));
			options.add(row('... default fields', text('defaults'), ...target, 'new'));
			options.add(row('... Microsoft Entra ID node', text('entra'), '', undefined, 'new'));
		});
	}
}
