/** Helpers for tests at scale. */
import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import type { Path } from './engine';
import { itemsFor, type LogEntry, userOfItem, type Workbench } from './workbench';

/** Get User Profile of the item's user, with a few fields chosen. */
export const lookup: INodeParameters = {
	resource: 'get',
	operation: 'userProfile',
	user: userOfItem,
	// One that no list carries, so that each user is a request of their own.
	selectFields: ['displayName', 'department', 'skills'],
};

/** Update User of the item's user: the job title is the item's. */
export const change: INodeParameters = {
	resource: 'update',
	operation: 'user',
	user: userOfItem,
	updateFields: { jobTitle: '={{ $json.jobTitle }}' },
};

export const changes = (users: readonly string[], jobTitle: (index: number) => string) =>
	users.map((user, index): INodeExecutionData => ({ json: { user, jobTitle: jobTitle(index) } }));

/** Everyone's ID, `count` of them. */
export async function people(bench: Workbench, count: number): Promise<string[]> {
	const ids = (await bench.everyone(['id'])).map(({ id }) => String(id));
	if (ids.length < count) throw new Error(`Only ${ids.length} people`);
	return ids.slice(0, count);
}

/** Everyone's job title as the tenant has it, by ID. */
export async function jobTitles(bench: Workbench): Promise<Map<string, unknown>> {
	const everyone = await bench.everyone(['id', 'jobTitle']);
	return new Map(everyone.map(({ id, jobTitle }) => [String(id), jobTitle]));
}

/** HTTP calls in order: batches and single requests. */
export const calls = async (bench: Workbench): Promise<LogEntry[]> =>
	(await bench.log()).filter(({ origin, parent }) => origin === 'graph' && parent === null);

/** Sign-in requests: each renewal of the token is one. */
export const signIns = async (bench: Workbench): Promise<LogEntry[]> =>
	(await bench.log()).filter(({ origin }) => origin === 'login');

/** Random, but the same each time for a seed. */
export async function randomFault(
	bench: Workbench,
	action: unknown,
	probability: number,
	match: Record<string, unknown> = {},
	seed = 1,
): Promise<void> {
	const body = { match, action, probability, seed };
	const { status, body: answer } = await bench.tenant.control('POST', '/faults', body);
	if (status !== 200) throw new Error(JSON.stringify(answer));
}

/** Cancels lookups once `when` holds, checks that nothing is sent afterwards, and returns the number of calls. */
export async function cancelled(
	bench: Workbench,
	{ path, users }: { path: Path; users: readonly string[] },
	when: (log: LogEntry[]) => boolean,
): Promise<number> {
	let cancel = (): void => {};
	const running = bench.run(lookup, {
		path,
		items: itemsFor(...users),
		started: (run) => {
			cancel = () => run.cancel();
		},
	});
	await bench.until(when);
	cancel();
	const { run } = await running;
	const { error } = run.data.resultData;
	expect({ status: run.status, error: error?.message }).toMatchObject({ status: 'canceled' });
	const sent = (await calls(bench)).length;
	await new Promise((resolve) => setTimeout(resolve, 300));
	expect(await calls(bench)).toHaveLength(sent);
	return sent;
}
