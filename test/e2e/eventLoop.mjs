// Step: n8n answers others while a run of 5,000 lookups is under way; the longest silence is measured.
import { setTimeout as sleep } from 'node:timers/promises';
import { seedDirectory } from '../../sandbox/tenant/directory/seed.ts';
import { check, equal } from './check.mjs';
import { setStage } from './stage.mjs';
import { office365Users, publishAndCall, webhook, workflow } from './workflowParts.mjs';

const lookups = 5000;
const seed = { users: lookups + 200, seed: 1 };
/** Longer than this, and somebody in the editor would take n8n for dead. */
const longestGapMs = 5000;

export const manyLookups = (id, path, parameters = {}) =>
	workflow(
		id,
		'Many lookups',
		[
			webhook(path),
			{
				name: 'Split Out',
				type: 'n8n-nodes-base.splitOut',
				typeVersion: 1,
				parameters: { fieldToSplitOut: 'body.users', options: {} },
			},
			office365Users('Get user profile', {
				resource: 'get',
				operation: 'userProfile',
				user: { __rl: true, mode: 'upn', value: "={{ $json['body.users'] }}" },
				selectFields: ['displayName', 'userPrincipalName'],
				options: {},
				...parameters,
			}),
		],
		[
			['Webhook', 'Split Out'],
			['Split Out', 'Get user profile'],
		],
	);

const plain = manyLookups('o365UsersLoop001', 'e2e-loop');
const batched = manyLookups('o365UsersLoop002', 'e2e-loop-batched', {
	requestOptions: { batching: { batch: { batchSize: 50, batchInterval: 20 } } },
});

export async function eventLoopStep(options) {
	const stage = await setStage({ ...options, users: seed.users, workflows: [plain, batched] });
	try {
		return [
			['5,000 lookups', await measure(stage, plain)],
			["... with n8n's Batching", await measure(stage, batched)],
		];
	} finally {
		await stage.close();
	}
}

async function measure({ n8n, control }, which) {
	const people = seedDirectory(seed)
		.directory.all()
		.slice(0, lookups)
		.map(({ properties }) => properties);
	const call = await publishAndCall(n8n, which);
	await call({ users: [people[0].userPrincipalName] });
	await control.delete('/log');

	const watch = watchHealth(n8n.local);
	await sleep(500);
	const begun = Date.now();
	const items = await call({ users: people.map((person) => person.userPrincipalName) });
	const seconds = (Date.now() - begun) / 1000;
	await sleep(300);
	const { longest, answers, refusals } = await watch.stop();

	const upns = (things) => things.map(({ userPrincipalName }) => userPrincipalName);
	equal('The items, in the order they were asked for', upns(items), upns(people));
	equal('Answers of /healthz other than 200', refusals, []);
	check(`n8n was silent for ${longest} ms`, longest < longestGapMs);
	const requests = (await control.get('/log')).filter(
		({ parent, origin }) => !parent && origin === 'graph',
	);
	return `${seconds.toFixed(1)} s, ${requests.length} requests; /healthz answered ${answers} times, longest gap ${longest} ms`;
}

/** Asks again and again; a gap is the time from one answer to the next. */
function watchHealth(local) {
	const refusals = [];
	let longest = 0;
	let answers = 0;
	let ended = false;
	const watching = (async () => {
		let last = Date.now();
		while (!ended) {
			const { status } = await fetch(`${local}/healthz`).catch(({ message }) => ({
				status: message,
			}));
			const now = Date.now();
			longest = Math.max(longest, now - last);
			last = now;
			answers++;
			if (status !== 200) refusals.push(status);
			await sleep(20);
		}
	})();
	return {
		async stop() {
			ended = true;
			await watching;
			return { longest, answers, refusals };
		},
	};
}
