/** Custom attributes as columns: what their names look like, and what messages say of them. */
import { synced } from '../support/engine/syncing';
import { EVERY_RIGHT, ordinaryPeople } from '../support/engine/updating';
import { Workbench } from '../support/engine/workbench';

const bench = new Workbench({ users: 60 });

test.each(['Extension_Number', 'extension_badge', 'extension_2222_badge'])(
	'%s is no custom attribute',
	async (name) => {
		const [id] = await ordinaryPeople(bench, 1);
		const rows = [{ id, jobTitle: 'N', [name]: '1234' }];
		expect(await synced(bench, rows, { unknownColumns: 'ignore' }, EVERY_RIGHT)).toMatchObject([
			{ written: true, changes: [{ field: 'jobTitle' }] },
		]);
		const [{ error }] = await synced(bench, rows, {}, EVERY_RIGHT);
		expect(error).toContain(`"${name}" is not a column`);
	},
);

test('a refusal names what the row has, not what goes along', async () => {
	bench.expectRefusal(403);
	const { id } = bench.tenant.cast.alice;
	const refusal = {
		type: 'error',
		status: 403,
		code: 'Authorization_RequestDenied',
		message: 'Insufficient privileges',
	} as const;
	await bench.fault(refusal, { method: 'PATCH', count: 5 });
	const training = 'ext7k3pq9xd_training';
	const [{ error }] = await synced(bench, [
		{ id, [`${training}/courseName`]: 'Zzz', division: 'D9' },
	]);
	expect(error).toContain(`${training}/courseName`);
	expect(error).toContain('Division');
	expect(error).not.toMatch(/Cost Center|courseId|certificate/);
});
