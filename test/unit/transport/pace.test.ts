import { LONGEST_BACKOFF_MS, Pace } from '../../../nodes/Office365Users/transport/pace';

/** So many requests sent and let through at that time. */
function pass(pace: Pace, count: number, now: number): void {
	pace.noteSent(count, now);
	for (let each = 0; each < count; each++) pace.notePassed(now);
}

/** A pace that has learnt that Graph takes 100 requests in 10 seconds, at the start of a stretch. */
function taught(): { pace: Pace; now: number } {
	const pace = new Pace();
	pass(pace, 100, 0);
	pace.noteSent(1, 1000);
	pace.noteThrottled(1000, 9000, 0, 0.5);
	const now = 11_000;
	expect(pace.allowance(now)).toBeGreaterThan(0);
	return { pace, now };
}

test('until Graph throttles there is no bound', () => {
	const pace = new Pace();
	expect(pace.allowance(0)).toBe(Infinity);
	pass(pace, 100_000, 0);
	expect(pace.allowance(1)).toBe(Infinity);
	expect(pace.careful).toBe(false);
});

describe('throttled, with the time to wait', () => {
	test('nothing is sent before it is over, then again', () => {
		const pace = new Pace();
		pace.noteSent(1, 0);
		pace.noteThrottled(0, 5000, 0, 0.5);
		expect(pace.allowance(4999)).toBe(0);
		expect(pace.nextAt(0)).toBe(5000);
		expect(pace.allowance(5000)).toBeGreaterThan(0);
	});

	test('of several the longest holds', () => {
		const pace = new Pace();
		pace.noteSent(3, 0);
		pace.noteThrottled(0, 2000, 0, 0.5);
		pace.noteThrottled(0, 9000, 0, 0.5);
		pace.noteThrottled(0, 1000, 0, 0.5);
		expect(pace.nextAt(0)).toBe(9000);
	});

	test('a pause that was asked for is never shortened', () => {
		const pace = new Pace();
		pace.pauseUntil(8000);
		pace.pauseUntil(3000);
		expect(pace.nextAt(0)).toBe(8000);
	});
});

describe('throttled, without', () => {
	test('full jitter, growing with the retries up to a minute', () => {
		const resume = (retries: number, random: number): number | undefined => {
			const pace = new Pace();
			pace.noteSent(1, 0);
			pace.noteThrottled(0, undefined, retries, random);
			return pace.nextAt(-1);
		};
		expect([0, 1, 2, 3].map((retries) => resume(retries, 1))).toEqual([1000, 2000, 4000, 8000]);
		expect(resume(2, 0.25)).toBe(1000);
		expect(resume(20, 1)).toBe(LONGEST_BACKOFF_MS);
	});

	test('one request finds out whether Graph takes more; a second one waits for its answer', () => {
		const pace = new Pace();
		pace.noteSent(20, 0);
		pace.noteThrottled(0, undefined, 0, 1);
		expect(pace.allowance(1000)).toBe(1);
		pace.noteSent(1, 1000);
		expect(pace.allowance(1000)).toBe(0);
		expect(pace.nextAt(1000)).toBeUndefined();
		pace.notePassed(1200);
		expect(pace.allowance(1200)).toBeGreaterThan(0);
	});

	test('where that one is lost, another one goes', () => {
		const pace = new Pace();
		pace.noteSent(20, 0);
		pace.noteThrottled(0, undefined, 0, 1);
		pace.noteSent(1, 1000);
		pace.noteLost();
		expect(pace.allowance(1000)).toBe(1);
	});
});

describe('what throttling taught', () => {
	test('no more in a stretch than got through before it', () => {
		const { pace, now } = taught();
		const allowed = pace.allowance(now);
		expect(allowed).toBeLessThanOrEqual(100);
		pass(pace, allowed, now);
		expect(pace.allowance(now)).toBe(0);
		const next = pace.nextAt(now) ?? 0;
		expect(next).toBeGreaterThan(now);
		expect(pace.allowance(next)).toBeGreaterThan(0);
	});

	test('throttled early in a stretch: less at a time', () => {
		const { pace, now } = taught();
		const before = pace.allowance(now);
		pass(pace, 10, now);
		pace.noteThrottled(now, 1000, 0, 0.5);
		const after = pace.allowance(now + 2000);
		expect(after).toBeGreaterThan(0);
		expect(after).toBeLessThan(before);
	});

	test('never less than one', () => {
		const pace = new Pace();
		let now = 0;
		for (let round = 0; round < 50; round++) {
			const allowed = pace.allowance(now);
			expect(allowed).toBeGreaterThanOrEqual(1);
			pass(pace, 1, now);
			pace.noteThrottled(now, 1000, 0, 0.5);
			now += 2000;
		}
	});

	test('after calm stretches a little more is tried', () => {
		const { pace } = taught();
		let { now } = taught();
		const first = pace.allowance(now);
		for (let stretch = 0; stretch < 20; stretch++) {
			pass(pace, pace.allowance(now), now);
			now = pace.nextAt(now) ?? now;
		}
		expect(pace.allowance(now)).toBeGreaterThan(first);
		expect(pace.allowance(now)).toBeLessThan(first * 2);
	});
});

describe('one at a time', () => {
	test('when Graph says that the limit is near', () => {
		const pace = new Pace();
		pace.noteSent(1, 0);
		pace.notePassed(0, '0.85');
		expect(pace.careful).toBe(true);
	});

	test('at the start of a stretch that may have begun too early, until one got through', () => {
		const { pace, now } = taught();
		expect(pace.careful).toBe(true);
		pass(pace, 1, now);
		expect(pace.careful).toBe(false);
	});
});
