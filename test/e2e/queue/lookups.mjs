// 20 executions of 200 lookups at once, on two workers, against a tenant that throttles.
import { seedDirectory } from '../../../sandbox/tenant/directory/seed.ts';
import { check, equal } from '../check.mjs';
import { manyLookups } from '../eventLoop.mjs';
import { publishAndCall } from '../workflowParts.mjs';

const executions = 20;
const each = 200;
export const people = executions * each + 200;
/** One lookup costs one unit: all of them together are four windows' worth. */
const throttle = { enabled: true, resourceUnits: 1000, windowSeconds: 10 };

/** The default fields: some are SharePoint's, so each user is a request of their own. */
export const lookups = manyLookups('o365UsersQueue01', 'e2e-queue', { selectFields: [] });

/** The first so many names in the tenant's directory. */
export const names = (count) =>
	seedDirectory({ users: people, seed: 1 })
		.directory.all()
		.slice(0, count)
		.map(({ properties }) => properties.userPrincipalName);

export async function lookUpAtOnce({ n8n, control }, workers) {
	const all = names(executions * each);
	const call = await publishAndCall(n8n, lookups);
	// One before the rest, so that the webhook is known to be there.
	await call({ users: [all[0]] });
	await control.patch('/settings', { throttle });
	await control.delete('/log');

	const begun = Date.now();
	const shares = Array.from({ length: executions }, (_, index) =>
		all.slice(index * each, (index + 1) * each),
	);
	const results = await Promise.all(shares.map((users) => call({ users })));
	const seconds = (Date.now() - begun) / 1000;
	await control.patch('/settings', { throttle: { enabled: false } });
	for (const [index, items] of results.entries())
		equal(
			`What execution ${index + 1} put out`,
			items.map(({ userPrincipalName }) => userPrincipalName),
			shares[index],
		);

	const asked = (await control.get('/log')).filter(
		({ origin, path }) => origin === 'graph' && !path.endsWith('/$batch'),
	);
	const passed = asked.filter(({ status }) => status === 200).length;
	const refused = asked.filter(({ status }) => status === 429).length;
	equal('Lookups that the tenant answered', passed, executions * each);
	check('The tenant never throttled, so nothing is proven', refused > 0);
	const least =
		(Math.floor((executions * each) / throttle.resourceUnits) - 1) * throttle.windowSeconds;
	check(`The tenant allows this in ${least} seconds at best`, seconds >= least, seconds);

	const jobs = workers.map(({ finished }) => finished());
	check(
		'Each worker must have had work',
		jobs.every((count) => count > 0),
		jobs,
	);
	return [
		[
			`${executions} x ${each} lookups`,
			`${seconds.toFixed(1)} s (the limit allows ${least} s), every item back in its order, none answered twice`,
		],
		['throttling', `${refused} of ${asked.length} lookups were refused with 429 and sent again`],
		['workers', jobs.map((count, index) => `worker ${index + 1}: ${count} executions`).join(', ')],
	];
}
