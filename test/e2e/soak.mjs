// Step: nothing is lost, whatever goes wrong: an app-wide limit on mailbox requests, refusals by chance, and a seeded
// mix of every fault that the tenant knows.
import { seedDirectory } from '../../sandbox/tenant/directory/seed.ts';
import { check, equal } from './check.mjs';
import { manyLookups } from './eventLoop.mjs';
import { setStage } from './stage.mjs';
import { office365Users, publishAndCall, webhook, workflow } from './workflowParts.mjs';

const photos = 1200;
const byChance = 1000;
const lookups = 3000;
const changes = 600;
const seed = { users: lookups + 200, seed: 1 };

/** One node over the items that the webhook is given. */
const overRows = (id, parameters) =>
	workflow(
		id,
		id,
		[
			webhook(id),
			{
				name: 'Split Out',
				type: 'n8n-nodes-base.splitOut',
				typeVersion: 1,
				parameters: { fieldToSplitOut: 'body.rows', options: {} },
			},
			office365Users('Office 365 Users', {
				user: { __rl: true, mode: 'upn', value: '={{ $json.user }}' },
				...parameters,
			}),
		],
		[
			['Webhook', 'Split Out'],
			['Split Out', 'Office 365 Users'],
		],
	);

/** The default fields: some are SharePoint's, so each user is a request of their own. */
const lookup = manyLookups('o365UsersSoak001', 'e2e-soak', { selectFields: [] });
const photo = overRows('o365UsersSoak002', {
	resource: 'photo',
	operation: 'get',
	options: { ifNotFound: 'returnEmpty' },
});
const change = overRows('o365UsersSoak003', {
	resource: 'update',
	operation: 'user',
	updateFields: { jobTitle: '={{ $json.jobTitle }}' },
	options: {},
});

/** A failure comes as an item, so that the message shows. */
const goingOn = (one) => ({
	...one,
	nodes: one.nodes.map((node) => ({ ...node, onError: 'continueRegularOutput' })),
});

export async function soakStep(options) {
	const workflows = [lookup, photo, change].map(goingOn);
	const stage = await setStage({ ...options, users: seed.users, workflows });
	try {
		const people = seedDirectory(seed)
			.directory.all()
			.map(({ properties }) => properties.userPrincipalName);
		const call = {
			lookup: await publishAndCall(stage.n8n, lookup),
			photo: await publishAndCall(stage.n8n, photo),
			change: await publishAndCall(stage.n8n, change),
		};
		await call.lookup({ users: people.slice(0, 1) });
		return [
			[`${photos} photos`, await photosAtTheAppsLimit(stage, call, people)],
			[`${byChance} lookups`, await refusedByChance(stage, call, people)],
			['soak', await soak(stage, call, people)],
		];
	} finally {
		await stage.close();
	}
}

const errorsIn = (items) => items.flatMap(({ error }) => error ?? []).slice(0, 3);

const timed = async (work) => {
	const begun = Date.now();
	const result = await work();
	return { result, seconds: (Date.now() - begun) / 1000 };
};

/** The share of requests that Graph refused with 429, those in batches included. */
async function refusedShare(control) {
	const asked = (await control.get('/log')).filter(
		({ origin, path }) => origin === 'graph' && !path.endsWith('/$batch'),
	);
	return asked.filter(({ status }) => status === 429).length / asked.length;
}

async function photosAtTheAppsLimit({ control }, call, people) {
	const rows = people.slice(0, photos).map((user) => ({ user }));
	await control.patch('/settings', {
		throttle: { enabled: true, resourceUnits: null, appRequests: 200, windowSeconds: 10 },
	});
	await control.delete('/log');
	const { result, seconds } = await timed(() => call.photo({ rows }));
	const refused = await refusedShare(control);
	await control.patch('/settings', { throttle: { enabled: false, appRequests: null } });
	equal('Photos that failed', errorsIn(result), []);
	equal(
		'The photos, in the order they were asked for',
		result.map(({ user }) => user),
		rows.map(({ user }) => user),
	);
	check(`${(100 * refused).toFixed(0)} % of the requests were refused`, refused <= 0.35);
	check('Nothing was refused, so nothing is proven', refused > 0);
	return `app-wide limit of 200 / 10 s: ${seconds.toFixed(0)} s, none lost, ${(100 * refused).toFixed(1)} % refused`;
}

async function refusedByChance({ control }, call, people) {
	const users = people.slice(0, byChance);
	await control.post('/faults', {
		match: { method: 'GET', insideBatch: true },
		probability: 0.1,
		seed: 7,
		action: { type: '429', retryAfter: 1 },
	});
	await control.delete('/log');
	const { result, seconds } = await timed(() => call.lookup({ users }));
	const refused = await refusedShare(control);
	await control.delete('/faults');
	equal('Lookups that failed', errorsIn(result), []);
	equal(
		'The users, in the order they were asked for',
		result.map(({ userPrincipalName }) => userPrincipalName),
		users,
	);
	check('Too few were refused to prove anything', refused > 0.05);
	check(`It took ${seconds} s`, seconds <= 60);
	return `10 % refused by chance with Retry-After 1: ${seconds.toFixed(1)} s, none lost`;
}

/** What goes wrong, how often, and where. */
const mishaps = [
	[0.02, { type: '429', retryAfter: 1 }],
	[0.01, { type: '503', retryAfter: 1 }],
	[0.01, { type: '504' }],
	[0.005, { type: 'html', status: 502 }],
	[0.005, 'reset'],
	[0.005, 'resetAfterHandling'],
	[0.005, { type: 'malformedPart', how: 'partMissing' }],
	[0.005, { type: 'malformedPart', how: 'statusIsString' }],
	[0.01, { type: 'latency', ms: 500 }],
];

async function soak({ control }, call, people) {
	for (const [index, [probability, action]] of mishaps.entries())
		await control.post('/faults', { probability, seed: index + 1, action });
	await control.post('/faults', { action: '401expired', skip: 500, count: 3 });
	await control.delete('/log');
	const users = people.slice(0, lookups);
	const changing = await control.get('/cast').then((cast) => {
		const odd = new Set(Object.values(cast).map((one) => one?.userPrincipalName));
		return people.filter((name) => !odd.has(name)).slice(0, changes);
	});
	const rows = changing.map((user, index) => ({ user, jobTitle: `Soak ${index}` }));
	const { result, seconds } = await timed(
		async () => await Promise.all([call.lookup({ users }), call.change({ rows })]),
	);
	const faults = (await control.get('/log')).filter(({ fault }) => fault).length;
	await control.delete('/faults');
	const [read, changed] = result;
	equal('What failed', errorsIn([...read, ...changed]), []);
	equal(
		'The users, in the order they were asked for',
		read.map(({ userPrincipalName }) => userPrincipalName),
		users,
	);
	equal('Changes that succeeded', changed.filter(({ success }) => success).length, changes);
	const wrong = [];
	for (const { user, jobTitle } of rows) {
		const { properties } = await control.get(`/users/${encodeURIComponent(user)}`);
		if (properties.jobTitle !== jobTitle) wrong.push(user);
	}
	equal('Users that do not hold what was asked', wrong, []);
	check('Hardly anything went wrong, so nothing is proven', faults > 100, faults);
	return `${lookups} lookups and ${changes} changes at once, ${faults} faults of ten kinds: ${seconds.toFixed(0)} s, 0 lost, 0 wrong`;
}
