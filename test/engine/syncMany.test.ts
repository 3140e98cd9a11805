/** Sync Users with long lists: how many calls, and what a run that ends early leaves. */
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { calls } from '../support/engine/manyItems';
import { automatic as sync } from '../support/engine/syncing';
import { Workbench } from '../support/engine/workbench';

const bench = new Workbench({ users: 10_000 });

const FIELDS = ['id', 'userPrincipalName', 'employeeId', 'jobTitle', 'city', 'department'] as const;
type Person = Record<(typeof FIELDS)[number], string>;

/** Those whom an administrator who is no higher than others may change, with an employee ID of their own. */
async function everyone(count: number): Promise<Person[]> {
	const all = (await bench.everyone(FIELDS)) as Person[];
	const odd = new Set(Object.values(bench.tenant.cast).map(({ id }) => id));
	const times = new Map<string, number>();
	for (const { employeeId } of all) times.set(employeeId, (times.get(employeeId) ?? 0) + 1);
	return all
		.filter(({ id, employeeId }) => !odd.has(id) && employeeId && times.get(employeeId) === 1)
		.slice(0, count);
}
const rows = (
	people: readonly Person[],
	more: (index: number) => IDataObject,
): INodeExecutionData[] =>
	people.map(({ userPrincipalName, jobTitle, city }, index) => ({
		json: { userPrincipalName, jobTitle, city, ...more(index) },
	}));

test('2,000 rows of which 40 differ: 7 calls to read, 2 to write; again, and nothing is written', async () => {
	const people = await everyone(2000);
	const items = rows(people, (index) => (index % 50 === 0 ? { jobTitle: 'New' } : {}));
	const first = await bench.results(sync('userPrincipalName'), { items });
	expect(first.filter(({ written }) => written)).toHaveLength(40);
	const sent = await calls(bench);
	const changing = sent.filter(({ body }) => JSON.stringify(body).includes('"PATCH"'));
	expect(sent.length - changing.length).toBeLessThanOrEqual(7);
	expect(changing).toHaveLength(2);

	await bench.tenant.control('DELETE', '/log');
	const second = await bench.results(sync('userPrincipalName'), { items });
	expect(second.some(({ changed }) => changed)).toBe(false);
	expect((await bench.asked()).filter(({ method }) => method !== 'GET')).toEqual([]);
});

test('most of 10,000 rows by employee ID: at most 40 calls to find and compare', async () => {
	const people = await everyone(10_000);
	expect(people.length).toBeGreaterThan(9000);
	const items = people.map(({ employeeId, city }) => ({ json: { employeeId, city } }));
	const results = await bench.results(sync('employeeId'), { items });
	expect(results).toHaveLength(people.length);
	expect(results.some(({ changed }) => changed)).toBe(false);
	expect((await calls(bench)).length).toBeLessThanOrEqual(40);
});

test('1,000 by mail, of whom 50 only by a proxy address: at most 9 calls to find and compare', async () => {
	const people = (await everyone(1100)).slice(0, 1000);
	const rowsByMail = await Promise.all(
		people.map(async ({ id, city }, index) => {
			const { mail } = await bench.stored(id);
			if (index % 20 !== 0) return { json: { mail: String(mail), city } };
			const proxy = `old.${index}@contoso.example`;
			await bench.tenant.control('PATCH', `/users/${id}`, {
				properties: { proxyAddresses: [`SMTP:${String(mail)}`, `smtp:${proxy}`] },
			});
			return { json: { mail: proxy, city } };
		}),
	);
	await bench.tenant.control('DELETE', '/log');
	const results = await bench.results(sync('mail'), { items: rowsByMail });
	expect(results.map(({ id }) => id)).toEqual(people.map(({ id }) => id));
	expect(results.some(({ changed }) => changed)).toBe(false);
	expect((await calls(bench)).length).toBeLessThanOrEqual(9);
});

test('the preview of 2,000 rows says what the run then does, and changes nothing', async () => {
	const people = await everyone(2000);
	const items = rows(people, (index) =>
		index % 7 === 0 ? { jobTitle: `New ${index}`, department: null } : { city: 'New' },
	);
	const options = { emptyValues: 'clear' };
	const preview = await bench.results(sync('userPrincipalName', { ...options, dryRun: true }), {
		items,
	});
	expect((await bench.asked()).filter(({ method }) => method !== 'GET')).toEqual([]);
	const written = await bench.results(sync('userPrincipalName', options), { items });
	const told = ({ id, changed, changes, undo }: IDataObject) => ({ id, changed, changes, undo });
	expect(written.map(told)).toEqual(preview.map(told));
	expect(preview.some((one) => one.written)).toBe(false);
});

test('1,000 wrong changes are undone: every record is as before', async () => {
	const people = await everyone(1000);
	const all = async () => await bench.everyone([...FIELDS], '$orderby=userPrincipalName');
	const before = await all();
	const wrong = await bench.results(sync('userPrincipalName', { emptyValues: 'clear' }), {
		items: rows(people, (index) => ({ jobTitle: `Wrong ${index}`, department: null })),
	});
	expect(wrong.filter(({ written }) => written)).toHaveLength(1000);
	const undone = await bench.results(sync('id', { emptyValues: 'clear' }), {
		items: wrong.map(({ undo }) => ({ json: undo as IDataObject })),
	});
	expect(undone.filter(({ written }) => written)).toHaveLength(1000);
	expect(await all()).toEqual(before);
});

test('500 differ where 100 may: nothing is written', async () => {
	const people = await everyone(500);
	const { error } = await bench.run(sync('userPrincipalName', { maxChanges: 100 }), {
		items: rows(people, () => ({ jobTitle: 'New' })),
	});
	expect(error?.message).toMatch(/^500 users differ from the list, and 'Stop If More Than' is 100/);
	expect((await bench.asked()).filter(({ method }) => method !== 'GET')).toEqual([]);
});

test('cancelled in the middle and run again: only the rest is written', async () => {
	const people = await everyone(600);
	const items = rows(people, (index) => ({ jobTitle: `Title ${index}` }));
	const written = async () =>
		(await bench.asked()).filter(({ method, status }) => method === 'PATCH' && status === 204)
			.length;
	await bench.fault({ type: 'latency', ms: 50 }, { pathPattern: 'batch' });
	let cancel = (): void => {};
	const running = bench.run(sync('userPrincipalName'), {
		items,
		started: (run) => {
			cancel = () => run.cancel();
		},
	});
	await bench.until((log) => log.filter(({ method }) => method === 'PATCH').length >= 100);
	cancel();
	await running;
	const before = await written();
	expect(before).toBeLessThan(600);
	await bench.results(sync('userPrincipalName'), { items });
	expect(await written()).toBe(600);
	const titles = new Map(
		(await bench.everyone(['id', 'jobTitle'])).map(({ id, jobTitle }) => [id, jobTitle]),
	);
	expect(people.map(({ id }) => titles.get(id))).toEqual(
		people.map((_, index) => `Title ${index}`),
	);
});
