// Sync Users beside n8n's Entra node, which writes every row.
import { measure } from '../measures.mjs';
import { row, seconds } from '../report.mjs';
import { number, peopleOf, withoutOddities, withStage } from './common.mjs';

/** Every fiftieth differs. */
const rowsFor = (people) =>
	people.map(({ id, userPrincipalName, jobTitle, department, city }, index) => ({
		id,
		userPrincipalName,
		jobTitle: index % 50 === 7 ? `Changed ${index}` : jobTitle,
		department,
		city,
	}));

const changes = ({ log }) =>
	log.filter(({ method, path }) => method !== 'GET' && !path.endsWith('/$batch'));

/** Rows for ordinary people only: what is empty is left as it is, and synced users cannot be changed. */
async function ordinary(tenant, count) {
	const everyone = await peopleOf(tenant);
	const times = Map.groupBy(everyone, ({ employeeId }) => employeeId);
	const people = (await withoutOddities(tenant, everyone)).filter(
		({ jobTitle, department, city, employeeId }) =>
			jobTitle && department && city && employeeId && times.get(employeeId).length === 1,
	);
	if (people.length < count) throw new Error(`Only ${people.length} ordinary people`);
	return people.slice(0, count);
}

export async function sync(options) {
	const { add } = options;
	const count = options.quick ? 500 : 2000;
	const differing = count / 50;
	const chosen = ['sync', 'entraUpdate'];
	await withStage({ ...options, users: 2 * count, chosen }, async ({ stage, tenant, all }) => {
		const items = rowsFor(await ordinary(tenant, count));
		// `id` would be a column for the user's ID.
		const ours = items.map(({ id: _, ...columns }) => columns);
		const differ = [];
		for (const title of [
			`${number(count)} rows, ${differing} differ: Sync Users`,
			'... again, nothing differs',
		]) {
			const ran = await measure(stage, all.sync, ours);
			const written = changes(ran).length;
			differ.push(written);
			const isFirst = differ.length === 1;
			const most = Math.ceil(count / 300) + (isFirst ? Math.ceil(differing / 20) : 0);
			const right = ran.results.filter(({ written: is }) => is === true).length;
			add(
				row(
					title,
					`${seconds(ran.milliseconds)}, ${ran.calls} calls, ${written} changes, ${ran.failed} failed`,
					`${isFirst ? differing : 0} changes, at most ${most} calls`,
					ran.failed === 0 &&
						written === (isFirst ? differing : 0) &&
						right === written &&
						ran.calls <= most,
					'new',
				),
			);
		}
		await measure(stage, all.entraUpdate, items.slice(0, 5));
		const entra = await measure(stage, all.entraUpdate, items);
		add(
			row(
				'... Microsoft Entra ID node, the same list',
				`${seconds(entra.milliseconds)}, ${number(entra.calls)} calls, ${number(changes(entra).length)} changes, ${entra.failed} failed`,
				'',
				undefined,
				'new',
			),
		);
	});
	await byEmployeeId(options);
}

async function byEmployeeId(options) {
	const count = options.quick ? 1000 : 10_000;
	const chosen = ['preview'];
	await withStage({ ...options, users: 2 * count, chosen }, async ({ stage, tenant, all }) => {
		const people = await ordinary(tenant, count);
		const items = people.map(({ employeeId, department }) => ({ employeeId, department }));
		const ran = await measure(stage, all.preview, items);
		const right = ran.results.filter(({ id }, index) => id === people[index].id).length;
		const most = (40 * count) / 10_000;
		options.add(
			row(
				`${number(count)} rows by employee ID, preview`,
				`${right} found, ${seconds(ran.milliseconds)}, ${ran.calls} calls, longest gap ${ran.gap} ms`,
				`all, at most ${most} calls`,
				right === count && ran.calls <= most && changes(ran).length === 0,
				'new',
			),
		);
	});
}
