// One run of one contestant, and what it showed.
import { setTimeout as sleep } from 'node:timers/promises';
import { publishAndCall } from '../e2e/workflowParts.mjs';
import { worker, workflowOf } from './workflows.mjs';

/** Publishes each workflow once. */
const calls = new WeakMap();
async function callOf(stage, contestant) {
	const known = calls.get(stage) ?? new Map();
	calls.set(stage, known);
	if (!known.has(contestant.id)) {
		known.set(contestant.id, await publishAndCall(stage, workflowOf(contestant)));
	}
	return known.get(contestant.id);
}

const graphLog = async (tenant) =>
	(await tenant.ask('GET', '/log')).filter(({ origin }) => origin === 'graph');

/**
 * @param items the node's input; Split Out hands over the fields of each
 * @param tenant the contestant's
 * @returns how long the node took, its results, and what reached Graph
 */
export async function measure(stage, contestant, items, tenant = stage.tenant) {
	const call = await callOf(stage, contestant);
	await tenant.ask('DELETE', '/log');
	const begun = Date.now();
	const answered = await call({ items }).catch((error) => error);
	const wall = Date.now() - begun;
	const { data } = await stage.ended(contestant.id);
	if (answered instanceof Error) {
		const { error } = data.resultData;
		throw new Error(
			`${contestant.id}: ${error?.node?.name}: ${error?.message ?? answered.message}`,
		);
	}
	const [run] = data.resultData.runData[worker];
	const results = (run.data?.main?.[0] ?? []).map(({ json }) => json);
	const log = await graphLog(tenant);
	const requests = log.filter(({ path }) => !path.endsWith('/$batch'));
	const [from, to] = [run.startTime, run.startTime + run.executionTime];
	return {
		milliseconds: run.executionTime,
		wall,
		results,
		log,
		failed: results.filter(({ error }) => error !== undefined).length,
		calls: log.filter(({ parent }) => parent === null).length,
		requests: requests.length,
		throttled: requests.filter(({ status }) => status === 429).length,
		gap: stage.longestGap(from, to),
		buffers: stage.mostBuffers(from, to),
		/** How long Graph was asked, without what n8n itself needs before the first request. */
		asking: log.length > 0 ? Date.parse(log.at(-1).at) - Date.parse(log[0].at) : 0,
	};
}

/** A run whose results are too many to be read back: their number, calls and memory only. */
export async function measureList(stage, contestant) {
	const call = await publishAndCall(stage, workflowOf(contestant, { save: false }));
	await stage.tenant.ask('DELETE', '/log');
	const begun = Date.now();
	const answer = await call({ items: [{ user: 'x' }] }).catch((error) => ({
		failed: error.message,
	}));
	const wall = Date.now() - begun;
	const log = await graphLog(stage.tenant);
	return {
		wall,
		answer: Array.isArray(answer) ? answer[0] : answer,
		calls: log.filter(({ parent }) => parent === null).length,
		peak: stage.peakMegabytes(),
	};
}

/** Cancels a run in the middle of a pause of a minute. */
export async function measureCancel(stage, contestant, items) {
	const call = await callOf(stage, contestant);
	const { ask } = stage.tenant;
	await ask('DELETE', '/log');
	await ask('POST', '/faults', {
		match: { insideBatch: true },
		count: 1_000_000,
		action: { type: '429', retryAfter: 60 },
	});
	let endedAt;
	const ended = call({ items })
		.catch(() => {})
		.then(() => (endedAt = Date.now()));
	while (!(await graphLog(stage.tenant)).some(({ status }) => status === 429)) await sleep(100);
	await sleep(2000);
	const { id } = await stage.newest(contestant.id);
	const before = (await graphLog(stage.tenant)).length;
	const cancelledAt = Date.now();
	await stage.request('POST', `/executions/${id}/stop`);
	let status;
	while (Date.now() - cancelledAt < 60_000) {
		({ status } = await stage.newest(contestant.id));
		if (status === 'canceled' && endedAt) break;
		await sleep(20);
	}
	await ended;
	await sleep(3000);
	await ask('DELETE', '/faults');
	return {
		status,
		milliseconds: endedAt - cancelledAt,
		sentAfter: (await graphLog(stage.tenant)).length - before,
	};
}
