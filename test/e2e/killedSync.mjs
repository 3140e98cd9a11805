// Step: n8n is killed while Sync Users writes. The same list is sent again: only the rest is written, and every user is as
// the list says.
import { setTimeout as sleep } from 'node:timers/promises';
import { ownerLogin, signIn } from '../../sandbox/n8n/owner.mjs';
import { startN8n } from '../../sandbox/n8n/server.mjs';
import { usersOf } from '../../sandbox/tenantUsers.mjs';
import { check, equal } from './check.mjs';
import { setStage } from './stage.mjs';
import { office365Users, publishAndCall, webhook, workflow } from './workflowParts.mjs';

const rows = 600;
/** So many have been changed when n8n is killed. */
const enough = 100;
/** So slow that the writes are under way for some seconds. */
const latencyMs = 700;
const limitMs = 60_000;

const sync = workflow(
	'o365UsersKillSync',
	'A list that is cut off',
	[
		webhook('e2e-killed-sync'),
		{
			name: 'Split Out',
			type: 'n8n-nodes-base.splitOut',
			typeVersion: 1,
			parameters: { fieldToSplitOut: 'body.rows', options: {} },
		},
		office365Users('Sync Users', {
			resource: 'update',
			operation: 'sync',
			columns: {
				mappingMode: 'autoMapInputData',
				value: null,
				matchingColumns: ['userPrincipalName'],
				schema: [],
			},
			options: {},
		}),
	],
	[
		['Webhook', 'Split Out'],
		['Split Out', 'Sync Users'],
	],
);

export async function killedSyncStep(options) {
	const stage = await setStage({ ...options, users: rows + 100, workflows: [sync] });
	let restarted;
	try {
		const list = await listFor(stage);
		const { before, seconds } = await killMidway(stage, list);
		restarted = await startN8n({ env: stage.env });
		const request = await signIn(restarted.local, ownerLogin(stage.folder));
		const call = await publishAndCall({ local: restarted.local, request }, sync);
		await stage.control.delete('/log');
		const results = await call({ rows: list });
		const again = await written(stage);

		const already = new Set(before);
		equal(
			'Users who were written twice',
			again.filter((id) => already.has(id)),
			[],
		);
		equal('Users written in both runs', before.length + again.length, rows);
		equal('Results that say so', results.filter((one) => one.written).length, again.length);
		const titles = new Map(
			(await usersOf(stage.tenant, ['userPrincipalName', 'jobTitle'])).map((user) => [
				user.userPrincipalName,
				user.jobTitle,
			]),
		);
		const wrong = list.filter((row) => titles.get(row.userPrincipalName) !== row.jobTitle);
		equal('Users who are not as the list says', wrong, []);
		return [
			['killed', `after ${seconds.toFixed(1)} s, ${before.length} of ${rows} users were written`],
			[
				'... run again',
				`the other ${again.length} were written, none twice; all are as the list says`,
			],
		];
	} finally {
		await restarted?.program.stop();
		await stage.close();
	}
}

/** People whom everybody may change, each with another title. */
async function listFor({ tenant, control }) {
	const odd = new Set(Object.values(await control.get('/cast')).map((one) => one?.id));
	const people = await usersOf(tenant, ['id', 'userPrincipalName', 'onPremisesSyncEnabled']);
	const ordinary = people.filter(
		({ id, onPremisesSyncEnabled }) => !odd.has(id) && !onPremisesSyncEnabled,
	);
	check('Too few people for the list', ordinary.length >= rows, ordinary.length);
	return ordinary
		.slice(0, rows)
		.map(({ userPrincipalName }, index) => ({ userPrincipalName, jobTitle: `Title ${index}` }));
}

/** Resolves to the IDs of those who had been written when n8n was gone. */
async function killMidway(stage, list) {
	const { n8n, control } = stage;
	const call = await publishAndCall(n8n, sync);
	await control.patch('/settings', { latencyMs });
	await control.delete('/log');
	const begun = Date.now();
	const running = call({ rows: list }).then(
		() => 'ended',
		() => 'cut off',
	);
	while ((await written(stage)).length < enough) {
		check('The changes did not get under way', Date.now() < begun + limitMs);
		await sleep(20);
	}
	n8n.program.kill();
	const seconds = (Date.now() - begun) / 1000;
	await n8n.program.exited;
	equal('The run, once n8n was killed', await running, 'cut off');
	// What had been sent arrives all the same.
	await sleep(3 * latencyMs);
	const before = await written(stage);
	check('n8n was killed too late', before.length < rows, before.length);
	await control.patch('/settings', { latencyMs: 0 });
	return { before, seconds };
}

async function written({ control }) {
	return (await control.get('/log'))
		.filter(({ method, status }) => method === 'PATCH' && status === 204)
		.map(({ path }) => path);
}
