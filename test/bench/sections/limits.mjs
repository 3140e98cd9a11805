// Tenants that allow little: what is refused, and how long it takes beside the least there can be.
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { measure } from '../measures.mjs';
import { percent, row, seconds, times } from '../report.mjs';
import { startTenant } from '../stage.mjs';
import { contestants, ofTenant, workflowOf } from '../workflows.mjs';
import {
	checkIds,
	itemsOf,
	least,
	peopleOf,
	withN8n,
	withoutOddities,
	withStage,
} from './common.mjs';

const limit = async (tenant, settings) =>
	await tenant.ask('PATCH', '/settings', {
		throttle: { enabled: true, windowKind: 'fixed', retryAfter: 'seconds', ...settings },
	});

export async function throttled(options) {
	const chosen = ['ours', 'entra'];
	await withStage({ ...options, users: 1100, chosen }, async ({ stage, tenant, all, people }) => {
		const items = itemsOf(people.slice(0, 1000));
		await measure(stage, all.ours, items.slice(0, 20));
		await limit(tenant, { resourceUnits: 200, writes: null });
		const byKey = await measure(stage, all.ours, items);
		options.add(
			row(
				'1,000 look-ups of chosen fields, 200 / 10 s',
				`${byKey.failed} failed, ${seconds(byKey.milliseconds)}, ${byKey.calls} calls`,
				'0 failed, 3 s',
				byKey.failed === 0 && byKey.milliseconds <= 3000,
			),
		);
		await sleep(10_000);
		const entra = await measure(stage, all.entra, items);
		options.add(
			row('... Microsoft Entra ID node', `${entra.failed} failed, ${seconds(entra.milliseconds)}`),
		);
	});
	await slowChanges(options);
}

/** 100 changes in 10 s, so that it does not take minutes. */
async function slowChanges(options) {
	const chosen = ['update'];
	await withStage({ ...options, users: 1100, chosen }, async ({ stage, tenant, all, people }) => {
		const count = options.quick ? 200 : 600;
		await limit(tenant, { resourceUnits: null, writes: 100, writesWindowSeconds: 10 });
		await changed(
			options,
			{ stage, tenant, all, people: (await withoutOddities(tenant, people)).slice(0, count) },
			{
				title: `${count} changes, 100 / 10 s`,
				least: least(count, 100),
			},
		);
	});
}

/** Gives everyone a job title of their own. */
export async function changed(
	{ add },
	{ stage, tenant, all, people },
	{ title, least: fastest, most, isNew },
) {
	const asked = people.map(({ id }, index) => ({
		user: id,
		jobTitle: `Bench ${Date.now()} ${index}`,
	}));
	const ran = await measure(stage, all.update, asked);
	await tenant.ask('PATCH', '/settings', { throttle: { enabled: false } });
	const titles = new Map((await peopleOf(tenant)).map(({ id, jobTitle }) => [id, jobTitle]));
	const right = asked.filter(({ user, jobTitle }) => titles.get(user) === jobTitle).length;
	const ratio = ran.asking / fastest;
	const isRight = right === asked.length && ran.failed === 0;
	add(
		row(
			title,
			`${right} users hold what was asked, ${ran.failed} failed, ${seconds(ran.milliseconds)} (${times(ratio)} the least), ${percent(ran.throttled / ran.requests)} refused`,
			`each as asked${most ? `, ${most} x` : ''}`,
			isRight && (!most || ratio <= most),
			isNew,
		),
	);
}

/**
 * Default fields, so that each user is a request of their own: each combination has a tenant of its
 * own, and all runs are in one n8n. Most of the time they wait.
 */
export async function limits(options) {
	const cases = (options.quick ? [500] : [200, 100, 500]).flatMap((resourceUnits) =>
		['fixed', 'sliding'].flatMap((windowKind) =>
			['seconds', 'missing'].map((retryAfter) => ({ resourceUnits, windowKind, retryAfter })),
		),
	);
	const tenants = await Promise.all(
		cases.map(
			async (_, place) =>
				await startTenant({ users: 1100, folder: join(options.folder, String(place)) }),
		),
	);
	const ours = cases.map((_, place) => ofTenant(contestants.defaults, place));
	try {
		const workflows = ours.map((contestant) => workflowOf(contestant));
		await withN8n({ ...options, tenants, workflows }, async (stage) => {
			const people = (await peopleOf(tenants[0])).slice(0, 1000);
			for (const [place, tenant] of tenants.entries()) {
				await measure(stage, ours[place], itemsOf(people.slice(0, 20)), tenant);
				await limit(tenant, { ...cases[place], writes: null });
			}
			const rows = await Promise.all(
				cases.map(async (one, place) => {
					// They prepare their items one after the other.
					await sleep(place * 3000);
					const ran = await measure(stage, ours[place], itemsOf(people), tenants[place]);
					checkIds('defaults', ran, people);
					return refusedRow(one, ran, options);
				}),
			);
			for (const one of rows) options.add(one);
		});
	} finally {
		await Promise.all(tenants.map(async (tenant) => await tenant.stop()));
	}
}

function refusedRow({ resourceUnits, windowKind, retryAfter }, ran) {
	const share = ran.throttled / ran.requests;
	// Users without a profile are read twice.
	const ratio = ran.asking / least(ran.requests - ran.throttled, resourceUnits);
	const isTold = retryAfter !== 'missing';
	const [mostShare, mostTime] = isTold ? [0.2, 1.3] : [0.3, 2];
	return row(
		`1,000 look-ups of default fields, ${resourceUnits} / 10 s, ${windowKind} windows${isTold ? '' : ', no Retry-After'}`,
		`${ran.failed} failed, ${percent(share)} refused, ${seconds(ran.milliseconds)} (${times(ratio)} the least)`,
		`0 failed, ${100 * mostShare} %, ${mostTime} x`,
		ran.failed === 0 && share <= mostShare && ratio <= mostTime,
	);
}
