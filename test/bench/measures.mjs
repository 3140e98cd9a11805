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

/**
 * @param items the node's input; Split Out hands over the fields of each
 * @returns how long the node took, its results, and what reached Graph
 */
export async function measure(stage, contestant, items) {
	const call = await callOf(stage, contestant);
	await stage.tenant.ask('DELETE', '/log');
	const begun = Date.now();
	await call({ items });
	const wall = Date.now() - begun;
	const { data } = await stage.ended(contestant.id);
	const [run] = data.resultData.runData[worker];
	const results = (run.data?.main?.[0] ?? []).map(({ json }) => json);
	const log = (await stage.tenant.ask('GET', '/log')).filter(({ origin }) => origin === 'graph');
	const requests = log.filter(({ path }) => !path.endsWith('/$batch'));
	return {
		milliseconds: run.executionTime,
		wall,
		results,
		failed: results.filter(({ error }) => error !== undefined).length,
		calls: log.filter(({ parent }) => parent === null).length,
		requests: requests.length,
		throttled: requests.filter(({ status }) => status === 429).length,
		gap: stage.longestGap(run.startTime, run.startTime + run.executionTime),
		/** How long Graph was asked, without what n8n itself needs before the first request. */
		asking: log.length > 0 ? Date.parse(log.at(-1).at) - Date.parse(log[0].at) : 0,
	};
}

/** A run whose results are too many to be read back: calls and memory only. */
export async function measureList(stage, contestant) {
	const call = await publishAndCall(stage, workflowOf(contestant, { save: false }));
	await stage.tenant.ask('DELETE', '/log');
	const begun = Date.now();
	const answer = await call({ items: [{ user: 'x' }] }).catch((error) => ({
		failed: error.message,
	}));
	const wall = Date.now() - begun;
	const log = (await stage.tenant.ask('GET', '/log')).filter(({ origin }) => origin === 'graph');
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
	const graphLog = async () =>
		(await ask('GET', '/log')).filter(({ origin }) => origin === 'graph');
	while (!(await graphLog()).some(({ status }) => status === 429)) await sleep(100);
	await sleep(2000);
	const { id } = await stage.newest(contestant.id);
	const before = (await graphLog()).length;
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
		sentAfter: (await graphLog()).length - before,
	};
}
