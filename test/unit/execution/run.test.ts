import { running } from '../../support/graph/running';
import { gate, turn } from '../../support/graph/turns';

const CONTINUE = { stopsOnFailure: false };
const GROUPS = { inGroups: true };

test('all items of a run share it, and another run has its own', () => {
	const { start } = running(2);
	const run = start(0);
	expect(start(1)).toBe(run);
	expect(running(2).start(0)).not.toBe(run);
});

describe('all items are checked before the first is sent', () => {
	test('none is admitted while one is being checked', async () => {
		const { start, admit, admitted } = running(3);
		const run = [start(0), start(1), start(2)][0];
		admit(run, 2);
		admit(run, 0);
		await turn();
		expect(admitted).toEqual([]);
		admit(run, 1);
		await turn();
		expect(admitted).toEqual([true, true, true]);
	});

	test('sending begins on a later tick', async () => {
		const tick = gate();
		const { start, admit, admitted } = running(1, { nextTick: async () => await tick.opened });
		admit(start(0), 0);
		await turn();
		expect(admitted).toEqual([]);
		tick.open();
		await turn();
		expect(admitted).toEqual([true]);
	});

	test('an item that comes before that tick is waited for', async () => {
		const tick = gate();
		const { start, admit, admitted } = running(2, { nextTick: async () => await tick.opened });
		const run = start(0);
		admit(run, 0);
		start(1);
		tick.open();
		await turn();
		expect(admitted).toEqual([]);
		admit(run, 1);
		await turn();
		expect(admitted).toEqual([true, true]);
	});

	test('one refusal, and nothing is sent for anyone', async () => {
		const { start, admit, admitted } = running(3);
		const run = [start(0), start(1), start(2)][0];
		admit(run, 0);
		admit(run, 1, false);
		admit(run, 2);
		await turn();
		expect(admitted).toEqual([false, false, false]);
		expect(run.ended).toBe(true);
	});

	test('under "On Error: Continue" only the refused one is not sent', async () => {
		const { start, admit, admitted } = running(3, CONTINUE);
		const run = [start(0), start(1), start(2)][0];
		admit(run, 0);
		admit(run, 1, false);
		admit(run, 2);
		await turn();
		expect(admitted).toEqual([true, false, true]);
		expect(run.ended).toBe(false);
	});
});

describe('fewer items than the run has', () => {
	test('n8n has failed the run already: nothing is sent', async () => {
		const { start, admit, admitted } = running(3);
		const run = [start(0), start(1)][0];
		admit(run, 0);
		admit(run, 1);
		await turn();
		expect(admitted).toEqual([false, false]);
	});

	test('under "On Error: Continue" the others are sent', async () => {
		const { start, admit, admitted } = running(3, CONTINUE);
		const run = [start(0), start(1)][0];
		admit(run, 0);
		admit(run, 1);
		await turn();
		expect(admitted).toEqual([true, true]);
	});
});

describe('items that start in groups, with pauses', () => {
	test('a group does not wait for the next', async () => {
		const { start, admit, admitted } = running(4, GROUPS);
		const run = [start(0), start(1)][0];
		admit(run, 0);
		admit(run, 1);
		await turn();
		expect(admitted).toEqual([true, true]);
		start(2);
		start(3);
		admit(run, 2);
		await turn();
		expect(admitted).toEqual([true, true]);
		admit(run, 3);
		await turn();
		expect(admitted).toEqual([true, true, true, true]);
	});

	test('a refusal in a later group stops that group and what comes after', async () => {
		const { start, admit, admitted } = running(3, GROUPS);
		const run = start(0);
		admit(run, 0);
		await turn();
		start(1);
		admit(run, 1, false);
		await turn();
		start(2);
		admit(run, 2);
		await turn();
		expect(admitted).toEqual([true, false, false]);
	});

	test('a failure is reported only when the last item has been started', async () => {
		const { start } = running(2, GROUPS);
		const run = start(0);
		let reported = false;
		void run.mayReject().then(() => {
			reported = true;
		});
		await turn();
		expect(reported).toBe(false);
		start(1);
		await turn();
		expect(reported).toBe(true);
	});

	test('without groups it is reported at once', async () => {
		const { start } = running(2);
		await expect(start(0).mayReject()).resolves.toBeUndefined();
	});
});

test('a failure stops what has not been admitted', async () => {
	const { start, admit, admitted } = running(2);
	const run = [start(0), start(1)][0];
	admit(run, 0);
	run.stop();
	admit(run, 1);
	await turn();
	expect(run.ended).toBe(true);
	expect(admitted).toEqual([false, false]);
});

describe('Retry On Fail', () => {
	test('an item that comes again opens a new run, which knows nothing of the first', async () => {
		const { start, admit, admitted } = running(2);
		const first = [start(0), start(1)][0];
		first.state('').fieldAccess.narrow('safe');
		admit(first, 0, false);
		admit(first, 1);
		await turn();
		expect(first.ended).toBe(true);

		const second = start(0);
		expect(second).not.toBe(first);
		expect(start(1)).toBe(second);
		expect(second.ended).toBe(false);
		expect(second.state('').fieldAccess.extentFor('me')).toBe('wide');
		admit(second, 0);
		admit(second, 1);
		await turn();
		expect(admitted).toEqual([true, true]);
	});

	test('a late end of the first run does not end the second', () => {
		const { start } = running(1);
		const first = start(0);
		const second = start(0);
		first.settle();
		expect(start(1)).toBe(second);
	});
});

test('a run is forgotten when its last item has settled, not before', () => {
	const { start } = running(2);
	const run = [start(0), start(1)][0];
	run.settle();
	expect(start(2)).toBe(run);
	run.settle();
	expect(start(3)).not.toBe(run);
});

describe('how far a run of changes got', () => {
	test('is known when everything in flight has ended', async () => {
		const { start } = running(3);
		const run = [start(0), start(1), start(2)][0];
		let said: string | undefined;
		void run.progress().then((text) => {
			said = text;
		});
		await run.inOrder('a', async () => {});
		run.settle();
		await turn();
		expect(said).toBeUndefined();
		await run.inOrder('b', async () => {});
		run.settle();
		await turn();
		expect(said).toMatch(/^2 of 3 users/);
	});

	test('several that fail at once do not wait for each other', async () => {
		const { start } = running(2);
		const run = [start(0), start(1)][0];
		const said = await Promise.all([run.progress(), run.progress()]);
		expect(said).toEqual([expect.stringMatching(/^0 of 2/), expect.stringMatching(/^0 of 2/)]);
	});

	test('is not said of one item', async () => {
		expect(await running(1).start(0).progress()).toBeUndefined();
	});
});

test('items of one credential share what is learnt, those of another have their own', () => {
	const run = running(2).start(0);
	expect(run.state('a')).toBe(run.state('a'));
	expect(run.state('a')).not.toBe(run.state('b'));
});

test('items that are let go after a failure are not waited for by those that prepare', async () => {
	// More than are let go on one tick.
	const size = 301;
	const tick = gate();
	let ticks = 0;
	const { start } = running(size, {
		nextTick: async () => {
			if (ticks++ > 0) await tick.opened;
		},
	});
	const run = Array.from({ length: size }, (_, index) => start(index))[0];
	const ended = Array.from({ length: size }, async (_, index) => {
		const key = `user${index}@x.y`;
		if (!(await run.whenAllChecked({ index, passed: true, changes: key, prepares: true }))) return;
		if (index === 0) {
			run.stop();
			run.leave(index);
			return;
		}
		await run.whenAllPrepared(index).catch(() => {});
	});
	await turn();
	tick.open();
	await expect(Promise.all(ended)).resolves.toHaveLength(size);
});

describe('what is done once the run has succeeded', () => {
	test('waits for the last item', () => {
		const { start } = running(2);
		const run = [start(0), start(1)][0];
		let done = 0;
		run.onSuccess(() => done++);
		run.settle();
		expect(done).toBe(0);
		run.settle();
		expect(done).toBe(1);
	});

	test('is not done where the run stops', () => {
		const { start } = running(2);
		const run = [start(0), start(1)][0];
		let done = 0;
		run.onSuccess(() => done++);
		run.stop();
		run.settle();
		run.settle();
		expect(done).toBe(0);
	});
});
