// A worker is killed while it changes users. n8n notices, calls its executions failed and does not run them
// again by itself (its Retry button has nothing left to run); so nothing may have been written twice. What
// triggered them is sent again, and then every user holds what was asked.
import { setTimeout as sleep } from 'node:timers/promises';
import { usersOf } from '../../../sandbox/tenantUsers.mjs';
import { check, equal } from '../check.mjs';
import { office365Users, publishAndCall, webhook, workflow } from '../workflowParts.mjs';
import { names } from './lookups.mjs';

const executions = 6;
const each = 100;
/** So slow that the executions are under way for some seconds. */
const latencyMs = 1000;
const limitMs = 60_000;

export const changes = workflow(
	'o365UsersQueue02',
	'Many changes',
	[
		webhook('e2e-changes', { responseMode: 'onReceived' }),
		{
			name: 'Split Out',
			type: 'n8n-nodes-base.splitOut',
			typeVersion: 1,
			parameters: { fieldToSplitOut: 'body.changes', options: {} },
		},
		office365Users('Update a user', {
			resource: 'update',
			operation: 'user',
			user: { __rl: true, mode: 'upn', value: '={{ $json.user }}' },
			updateFields: { jobTitle: '={{ $json.jobTitle }}' },
			options: {},
		}),
	],
	[
		['Webhook', 'Split Out'],
		['Split Out', 'Update a user'],
	],
);

export async function loseAWorker({ n8n, control, tenant }, workers) {
	const asked = names(executions * each).map((user, index) => ({
		user,
		jobTitle: `Colleague ${index}`,
	}));
	const call = await publishAndCall(n8n, changes);
	await control.patch('/settings', { latencyMs });
	await control.delete('/log');
	const share = (index) => asked.slice(index * each, (index + 1) * each);
	for (let index = 0; index < executions; index++) await call({ changes: share(index) });

	const written = async () =>
		(await control.get('/log')).filter(
			({ method, status, path }) =>
				method === 'PATCH' && status === 204 && path.includes('/users/'),
		);
	const until = Date.now() + limitMs;
	while ((await written()).length < each) {
		check('The changes did not get under way', Date.now() < until, await ends(n8n.request));
		await sleep(50);
	}
	const [killed] = workers;
	killed.program.kill();
	await killed.program.exited;

	const ended = await allEnded(n8n.request);
	const crashed = ended.filter(({ status }) => status !== 'success');
	check('The killed worker had no execution under way', crashed.length > 0);
	check('The other worker finished none', crashed.length < executions);
	const before = await written();
	const twice = before.length - new Set(before.map(({ path }) => path)).size;
	equal('Users that were written twice', twice, 0);

	const inOrder = ended.sort((a, b) => Number(a.id) - Number(b.id));
	for (const one of crashed) await call({ changes: share(inOrder.indexOf(one)) });
	const all = await allEnded(n8n.request, executions + crashed.length);
	equal(
		'Executions that went through in the end',
		all.filter(({ status }) => status === 'success').length,
		executions,
	);
	await control.patch('/settings', { latencyMs: 0 });
	const users = await usersOf(tenant, ['userPrincipalName', 'jobTitle']);
	const titles = new Map(users.map((user) => [user.userPrincipalName, user.jobTitle]));
	const wrong = asked.filter(({ user, jobTitle }) => titles.get(user) !== jobTitle);
	equal('Users that do not hold what was asked', wrong.length, 0);
	const after = await written();
	const again = after.length - new Set(after.map(({ path }) => path)).size;
	return [
		[
			'killed worker',
			`n8n called ${crashed.length} of ${executions} executions failed; ${before.length} of ${asked.length} changes made, none twice`,
		],
		[
			'... sent again',
			`all ${asked.length} users hold what was asked; ${again} were given the same value again`,
		],
	];
}

/** The executions of the changes, once so many have ended. */
async function allEnded(request, count = executions) {
	const until = Date.now() + limitMs;
	for (;;) {
		const ended = await ends(request);
		if (ended.length >= count) return ended;
		check(`Only ${ended.length} of ${count} executions ended`, Date.now() < until, ended);
		await sleep(500);
	}
}

/** How those ended that have. */
async function ends(request) {
	const filter = encodeURIComponent(JSON.stringify({ workflowId: changes.id }));
	const { results } = await request('GET', `/executions?filter=${filter}&limit=100`);
	return results.filter(({ stoppedAt }) => stoppedAt).map(({ id, status }) => ({ id, status }));
}
