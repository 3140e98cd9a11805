// What the sections have in common.
import { join } from 'node:path';
import { usersOf } from '../../../sandbox/tenantUsers.mjs';
import { median } from '../report.mjs';
import { startStage, startTenant } from '../stage.mjs';
import { contestants, httpRequest, workflowOf } from '../workflows.mjs';

/** Graph counts resource units over this. */
export const windowMs = 10_000;

export const number = (count) => count.toLocaleString('en-US');

/**
 * A tenant and an n8n with these contestants.
 * @param options.chosen names of contestants
 * @param options.save false: results are too many to be read back
 */
export async function withStage({ folder, users, chosen, latency, save = true, collects }, work) {
	const tenant = await startTenant({ users, folder, latency });
	try {
		const all = { ...contestants, http: httpRequest(tenant.graph) };
		return await withN8n(
			{
				tenant,
				folder,
				collects,
				workflows: chosen.map((name) => workflowOf(all[name], { save })),
			},
			async (stage) => await work({ stage, tenant, all, people: await peopleOf(tenant) }),
		);
	} finally {
		await tenant.stop();
	}
}

/** A fresh n8n for tenants that are running. */
export async function withN8n({ folder, ...options }, work) {
	const stage = await startStage({ folder: join(folder, 'n8n'), ...options });
	try {
		return await work(stage);
	} finally {
		await stage.stop();
	}
}

const fields = ['id', 'userPrincipalName', 'employeeId', 'jobTitle', 'department', 'city'];
export const peopleOf = async (tenant) => await usersOf(tenant, fields);

/** Some of those with a special trait cannot be changed. */
export async function withoutOddities(tenant, people) {
	const odd = Object.values(await tenant.ask('GET', '/cast')).flatMap((one) => one?.id ?? []);
	return people.filter(({ id }) => !odd.includes(id));
}

export const itemsOf = (people) => people.map(({ id }) => ({ user: id }));
export const itemsByName = (people) =>
	people.map(({ userPrincipalName }) => ({ user: userPrincipalName }));

/** Runs each in turn, so that what the machine does meanwhile meets all of them. */
export async function interleaved(names, runs, once) {
	const measured = Object.fromEntries(names.map((name) => [name, []]));
	for (let run = 0; run < runs; run++) {
		for (const name of names) measured[name].push(await once(name));
	}
	return measured;
}

export const took = (measured) => median(measured.map(({ milliseconds }) => milliseconds));

/** @throws when a result is not the one that its item asked for */
export function checkIds(name, { results }, people) {
	const wrong = people.filter(({ id }, index) => results[index]?.id !== id).length;
	if (wrong > 0 || results.length !== people.length)
		throw new Error(
			`${name}: ${wrong} of ${people.length} results are wrong (${results.length} came): ${JSON.stringify(results[0])}`,
		);
}

/** The least time that so many requests take where so many are allowed in each window. */
export const least = (count, limit, window = windowMs) => (Math.ceil(count / limit) - 1) * window;
