/** A row's manager who cannot be looked up: the failure is said, or the manager is read singly. */
import { kept, synced } from '../support/engine/syncing';
import { ordinaryPeople } from '../support/engine/updating';
import { Workbench } from '../support/engine/workbench';

const bench = new Workbench({ users: 60 });
/** Reading the managers alone, of whom only this is read. */
const OF_MANAGERS = '^/v1.0/users\\?.*select=id(,|%2C)userPrincipalName(&|$)';

test.each([
	['503', '503'],
	['429', 'too busy'],
] as const)('a failure that passes is no missing user: %s', async (fault, words) => {
	bench.expectRefusal(Number(fault));
	const [id, manager] = await ordinaryPeople(bench, 2);
	await bench.fault(fault, { method: 'GET', pathPattern: OF_MANAGERS, count: 50 });
	const rows = [{ id, jobTitle: 'M', manager }];
	const [{ error }] = await synced(bench, rows, { maxRetries: 0 });
	expect(error).toContain(words);
	expect(error).not.toContain('no user has');
});

test('where listing users is refused, managers are read one by one', async () => {
	bench.expectRefusal(403);
	bench.expectRefusal(404);
	const [id, manager] = await ordinaryPeople(bench, 2);
	const refusal = {
		type: 'error',
		status: 403,
		code: 'Authorization_RequestDenied',
		message: 'Insufficient privileges',
	} as const;
	await bench.fault(refusal, { method: 'GET', pathPattern: '^/v1.0/users\\?', count: 90 });
	const name = String((await kept(bench, manager)).properties.userPrincipalName);
	const nobody = '00000000-0000-0000-0000-00000000dead';
	const found = await synced(bench, [
		{ id, manager },
		{ id, manager: name },
		{ id, manager: nobody },
	]);
	expect(found.slice(0, 2).map(({ error }) => error)).toEqual([undefined, undefined]);
	expect(found[2].error).toContain('no user has');
});
