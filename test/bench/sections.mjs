// The rows of the table, section by section; each begins with a tenant and an n8n of its own.
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { usersOf } from '../../sandbox/tenantUsers.mjs';
import { measure, measureCancel, measureList } from './measures.mjs';
import { median, percent, row, seconds, times } from './report.mjs';
import { startStage, startTenant } from './stage.mjs';
import { contestants, httpRequest, workflowOf } from './workflows.mjs';

const windowMs = 10_000;

async function withStage({ folder, users, chosen }, work) {
	const tenant = await startTenant({ users, folder });
	const http = httpRequest(tenant.graph);
	const all = { ...contestants, http };
	const workflows = chosen.map((name) => workflowOf(all[name]));
	const stage = await startStage({ tenant, folder: join(folder, 'n8n'), workflows });
	try {
		return await work({ stage, tenant, all, people: await peopleOf(tenant) });
	} finally {
		await stage.stop();
		await tenant.stop();
	}
}

const peopleOf = async (tenant) => await usersOf(tenant, ['id', 'jobTitle']);

const itemsOf = (people) => people.map(({ id }) => ({ user: id }));

/** Runs each in turn, so that what the machine does meanwhile meets all of them. */
async function interleaved(names, runs, once) {
	const measured = Object.fromEntries(names.map((name) => [name, []]));
	for (let run = 0; run < runs; run++) {
		for (const name of names) measured[name].push(await once(name));
	}
	return measured;
}

const took = (measured) => median(measured.map(({ milliseconds }) => milliseconds));

function checkIds(name, measured, items) {
	for (const { results } of measured) {
		const wrong = items.filter(({ user }, index) => results[index]?.id !== user).length;
		if (wrong > 0 || results.length !== items.length)
			throw new Error(
				`${name}: ${wrong} of ${items.length} results are wrong: ${JSON.stringify(results[0])}`,
			);
	}
}

async function lookups(options) {
	const chosen = ['ours', 'oursRouting', 'defaults', 'entra', 'http', 'floor'];
	return await withStage({ ...options, users: 1100, chosen }, async ({ stage, all, people }) => {
		const items = itemsOf(people.slice(0, 1000));
		const once = async (name) => await measure(stage, all[name], items);
		for (const name of chosen) await measure(stage, all[name], items.slice(0, 20));
		const measured = await interleaved(chosen, options.runs, once);
		for (const name of ['ours', 'oursRouting', 'defaults', 'entra', 'http'])
			checkIds(name, measured[name], items);
		const t = Object.fromEntries(chosen.map((name) => [name, took(measured[name])]));
		const ratio = (name) => t[name] / t.ours;
		const [first] = measured.ours;
		const repeated = Array.from({ length: 1000 }, (_, index) => items[index % 100]);
		const hundred = await measure(stage, all.ours, repeated);
		checkIds('ours', [hundred], repeated);
		return [
			row(
				'1,000 lookups: this node',
				`${seconds(t.ours)}, ${first.calls} calls`,
				'at most 5 calls',
				first.calls <= 5,
			),
			row(
				"... by RoutingNode (an agent's tool)",
				`${seconds(t.oursRouting)}, ${measured.oursRouting[0].calls} calls`,
			),
			row(
				'... default fields, each user a request of their own',
				`${seconds(t.defaults)}, ${measured.defaults[0].calls} calls`,
			),
			row(
				'... Microsoft Entra ID node',
				`${seconds(t.entra)}, ${measured.entra[0].calls} calls: ${times(ratio('entra'))}`,
				'10 x',
				ratio('entra') >= 10,
			),
			row(
				'... HTTP Request node',
				`${seconds(t.http)}, ${measured.http[0].calls} calls: ${times(ratio('http'))}`,
				'5 x',
				ratio('http') >= 5,
			),
			row(
				'... floor: a declarative node that sends nothing',
				`${seconds(t.floor)}: ${times(t.ours / t.floor)} of it`,
				'at most 1.5 x',
				t.ours <= 1.5 * t.floor,
			),
			row(
				'    by RoutingNode',
				times(t.oursRouting / t.floor),
				'at most 1.5 x',
				t.oursRouting <= 1.5 * t.floor,
			),
			row(
				'1,000 lookups of 100 different users',
				`${seconds(hundred.milliseconds)}, ${hundred.calls} calls`,
				'at most 5 calls',
				hundred.calls <= 5,
			),
		];
	});
}

const least = (count, limit) => (Math.ceil(count / limit) - 1) * windowMs;

async function throttled(options) {
	const chosen = ['ours', 'defaults', 'entra', 'update'];
	return await withStage(
		{ ...options, users: 1100, chosen },
		async ({ stage, tenant, all, people }) => {
			const items = itemsOf(people.slice(0, 1000));
			const rows = [];
			const limit = async (settings) =>
				await tenant.ask('PATCH', '/settings', { throttle: { enabled: true, ...settings } });
			await measure(stage, all.ours, items.slice(0, 20));
			await limit({
				resourceUnits: 200,
				windowKind: 'fixed',
				retryAfter: 'seconds',
				writes: null,
			});
			const byKey = await measure(stage, all.ours, items);
			rows.push(
				row(
					'1,000 lookups of chosen fields, 200 / 10 s',
					`${byKey.failed} failed, ${seconds(byKey.milliseconds)}, ${byKey.calls} calls`,
					'0 failed, 3 s',
					byKey.failed === 0 && byKey.milliseconds <= 3000,
				),
			);
			const limits = options.quick ? [500] : [200, 100, 500];
			for (const resourceUnits of limits) {
				for (const windowKind of ['fixed', 'sliding']) {
					for (const retryAfter of ['seconds', 'missing']) {
						await limit({ resourceUnits, windowKind, retryAfter, writes: null });
						// What the row before has used no longer counts.
						await sleep(windowMs);
						const ran = await measure(stage, all.defaults, items);
						const share = ran.throttled / ran.requests;
						// Users without a profile are read twice.
						const ratio = ran.asking / least(ran.requests - ran.throttled, resourceUnits);
						const isTold = retryAfter !== 'missing';
						rows.push(
							row(
								`1,000 lookups of default fields, ${resourceUnits} / 10 s, ${windowKind} windows${isTold ? '' : ', no Retry-After'}`,
								`${ran.failed} failed, ${percent(share)} throttled, ${seconds(ran.milliseconds)} (${times(ratio)} the least)`,
								isTold ? '0 failed, 20 %, 1.3 x' : '0 failed, 30 %, 2 x',
								ran.failed === 0 &&
									ran.results.length === 1000 &&
									(isTold ? share <= 0.2 && ratio <= 1.3 : share <= 0.3 && ratio <= 2),
							),
						);
						options.say(`  ${rows.at(-1).what}: ${rows.at(-1).measured}`);
					}
				}
			}
			await limit({ resourceUnits: 200, windowKind: 'fixed', retryAfter: 'seconds', writes: null });
			const entra = await measure(stage, all.entra, items);
			rows.push(
				row(
					'... Microsoft Entra ID node, 200 / 10 s',
					`${entra.failed} failed, ${seconds(entra.milliseconds)}`,
				),
			);

			const changes = people
				.slice(0, 600)
				.map(({ id }, index) => ({ user: id, jobTitle: `Bench ${Date.now()} ${index}` }));
			await limit({
				resourceUnits: null,
				windowKind: 'fixed',
				retryAfter: 'seconds',
				writes: 100,
				writesWindowSeconds: 10,
			});
			const updated = await measure(
				stage,
				all.update,
				options.quick ? changes.slice(0, 200) : changes,
			);
			await tenant.ask('PATCH', '/settings', { throttle: { enabled: false } });
			const asked = options.quick ? changes.slice(0, 200) : changes;
			const titles = new Map((await peopleOf(tenant)).map(({ id, jobTitle }) => [id, jobTitle]));
			const right = asked.filter(({ user, jobTitle }) => titles.get(user) === jobTitle).length;
			rows.push(
				row(
					`${asked.length} updates, 100 writes / 10 s`,
					`${right} users hold what was asked, ${updated.failed} failed, ${seconds(updated.milliseconds)} (${times(updated.asking / least(asked.length, 100))} the least)`,
					`${asked.length} users, 0 failed`,
					right === asked.length && updated.failed === 0,
				),
			);
			return rows;
		},
	);
}

async function cancel(options) {
	const chosen = ['ours'];
	return await withStage({ ...options, users: 1100, chosen }, async ({ stage, all, people }) => {
		const { status, milliseconds, sentAfter } = await measureCancel(
			stage,
			all.ours,
			itemsOf(people.slice(0, 500)),
		);
		return [
			row(
				'Cancel during a pause of 60 s',
				`${status} after ${seconds(milliseconds)}, ${sentAfter} requests after it`,
				'1 s, 0 requests',
				milliseconds <= 1000 && sentAfter === 0 && status === 'canceled',
			),
		];
	});
}

async function eventLoop(options) {
	const chosen = ['ours', 'oursRouting', 'floor'];
	const count = options.quick ? 2000 : 10_000;
	return await withStage(
		{ ...options, users: count + 100, chosen },
		async ({ stage, all, people }) => {
			const items = itemsOf(people.slice(0, count));
			for (const name of chosen) await measure(stage, all[name], items.slice(0, 20));
			const rows = [];
			for (const name of chosen) {
				const ran = await measure(stage, all[name], items);
				if (name !== 'floor') checkIds(name, [ran], items);
				const title = { ours: 'this node', oursRouting: '... by RoutingNode', floor: '... floor' }[
					name
				];
				rows.push(
					row(
						`${count.toLocaleString('en-US')} items, longest gap in the event loop: ${title}`,
						`${ran.gap} ms, ${seconds(ran.milliseconds)}, ${ran.calls} calls`,
						...(name === 'ours' ? ['250 ms', ran.gap <= 250] : []),
					),
				);
			}
			return rows;
		},
	);
}

async function listing(options) {
	const count = options.quick ? 10_000 : 100_000;
	const tenant = await startTenant({ users: count, folder: options.folder });
	const runs = options.quick ? 1 : 3;
	const fresh = async (name) => {
		const contestant = contestants[name];
		const folder = join(options.folder, 'n8n');
		const stage = await startStage({
			tenant,
			folder,
			workflows: [workflowOf(contestant, { save: false })],
		});
		try {
			const ran = await measureList(stage, contestant);
			options.say(
				`  ${name}: ${ran.calls} calls, ${seconds(ran.wall)}, ${Math.round(ran.peak)} MB`,
			);
			return ran;
		} finally {
			await stage.stop();
		}
	};
	try {
		const measured = await interleaved(['list', 'listRouting', 'entraList'], runs, fresh);
		const peak = (name) => median(measured[name].map((one) => one.peak));
		const wall = (name) => median(measured[name].map((one) => one.wall));
		const ratio = peak('list') / peak('entraList');
		const wanted = Math.ceil(count / 999);
		const users = count.toLocaleString('en-US');
		const text = (name) =>
			`${measured[name][0].calls} requests, ${seconds(wall(name))}, peak ${Math.round(peak(name))} MB`;
		return [
			row(
				`${users} users listed: this node`,
				text('list'),
				`${wanted} requests`,
				measured.list[0].calls === wanted,
			),
			row('... by RoutingNode', text('listRouting')),
			row("... Microsoft Entra ID node, 'Return All'", text('entraList')),
			row(
				'    peak memory of a fresh n8n, this node : Entra',
				times(ratio),
				'at most 1.05 x',
				ratio <= 1.05,
			),
			row(
				'    by RoutingNode : Entra',
				times(peak('listRouting') / peak('entraList')),
				'at most 1.05 x',
				peak('listRouting') <= 1.05 * peak('entraList'),
			),
		];
	} finally {
		await tenant.stop();
	}
}

async function tooMany(options) {
	if (options.quick) return [];
	const tenant = await startTenant({ users: 150_000, folder: options.folder });
	const rows = [];
	try {
		for (const name of ['list', 'listRouting']) {
			const folder = join(options.folder, 'n8n');
			const contestant = contestants[name];
			const stage = await startStage({
				tenant,
				folder,
				workflows: [workflowOf(contestant, { save: false })],
			});
			try {
				const { answer, calls, wall } = await measureList(stage, contestant);
				const said = answer?.error ?? answer?.failed;
				const outcome = said ?? 'all of them';
				rows.push(
					row(
						`150,000 users listed${name === 'list' ? '' : ', by RoutingNode'}`,
						`${outcome} (${calls} requests, ${seconds(wall)})`,
						'all of them, or the message',
						said === undefined ? calls === 151 : /more than 120,000 results/.test(said),
					),
				);
			} finally {
				await stage.stop();
			}
		}
		return rows;
	} finally {
		await tenant.stop();
	}
}

export const sections = { lookups, eventLoop, throttled, cancel, listing, tooMany };
