/** The states of the limiter, one by one; what they are good for stands in rateLimiter.table.test.ts. */
import {
	MOST_IN_FLIGHT,
	RateLimiter,
	type Ticket,
} from '../../../nodes/Office365Users/transport/rateLimiter';

const limiter = (threshold = 3500): RateLimiter => new RateLimiter(threshold, 10_000, () => 0.5);

/** Sends as many as may be sent at that time. */
function sendAll(limits: RateLimiter, now: number): Ticket[] {
	const tickets: Ticket[] = [];
	while (limits.allowance(now) > 0) tickets.push(limits.noteSent());
	return tickets;
}

const pass = (limits: RateLimiter, tickets: Ticket[], now: number): void => {
	for (const ticket of tickets) limits.notePassed(ticket, now);
};
const refuse = (limits: RateLimiter, tickets: Ticket[], now: number, wait?: number): void => {
	for (const ticket of tickets) limits.noteRefused(ticket, now, wait);
};

/** A limiter that has met a limit of 100, and resumes at 10,000. */
function limited(): RateLimiter {
	const limits = limiter();
	const tickets = [...sendAll(limits, 0)];
	pass(limits, tickets, 50);
	const more = sendAll(limits, 50);
	pass(limits, more.slice(0, 20), 100);
	refuse(limits, more.slice(20), 100, 9900);
	return limits;
}

test('begins with four batches in flight, and grows by a third', () => {
	const limits = limiter();
	const first = sendAll(limits, 0);
	expect(first).toHaveLength(80);
	pass(limits, first, 50);
	expect(sendAll(limits, 50)).toHaveLength(106);
});

test('never has more than twenty batches in flight', () => {
	const limits = limiter();
	for (let now = 0; now < 2000; now += 50) {
		const sent = sendAll(limits, now);
		expect(sent.length).toBeLessThanOrEqual(MOST_IN_FLIGHT);
		pass(limits, sent, now);
	}
});

test("at Graph's documented limit it goes on with one request at a time", () => {
	const limits = limiter(100);
	const first = sendAll(limits, 0);
	pass(limits, first, 50);
	expect(sendAll(limits, 50)).toHaveLength(20 + 1);
});

describe('paused', () => {
	test('sends nothing for as long as Graph asks', () => {
		const limits = limited();
		expect(limits.allowance(9999)).toBe(0);
		expect(limits.allowance(10_000)).toBeGreaterThan(0);
	});

	test('the longest of several pauses counts', () => {
		const limits = limiter();
		const [one, other] = sendAll(limits, 0);
		limits.noteRefused(one, 100, 9000);
		limits.noteRefused(other, 100, 1000);
		expect(limits.resumeAt).toBe(9100);
	});

	test('without being told: full jitter that grows to 8 s, however many are refused at once', () => {
		const limits = limiter();
		const pauses: number[] = [];
		for (let now = 0, pause = 0; pause < 6; pause++, now = limits.resumeAt) {
			refuse(limits, sendAll(limits, now), now);
			pauses.push(limits.resumeAt - now);
		}
		expect(pauses).toEqual([500, 1000, 2000, 4000, 4000, 4000]);
	});
});

describe('after a pause', () => {
	test('what has passed is the threshold: up to it without care, beyond it one by one', () => {
		const limits = limited();
		const first = sendAll(limits, 10_100);
		expect(first).toHaveLength(20);
		pass(limits, first, 10_150);
		const second = sendAll(limits, 10_150);
		expect(second).toHaveLength(40);
		pass(limits, second, 10_200);
		// The 40 that are left of 100, and one that tries whether there is more.
		expect(sendAll(limits, 10_200)).toHaveLength(41);
	});

	test('beyond the threshold as many again for each that passes', () => {
		const limits = limiter(80);
		const first = sendAll(limits, 0);
		expect(first).toHaveLength(81);
		pass(limits, first, 50);
		const sizes: number[] = [];
		for (let now = 50; now < 300; now += 50) {
			const probes = sendAll(limits, now);
			sizes.push(probes.length);
			pass(limits, probes, now + 50);
		}
		expect(sizes).toEqual([2, 4, 8, 16, 32]);
	});

	test('seven beyond it that pass show that Graph counts anew', () => {
		const limits = limiter(80);
		pass(limits, sendAll(limits, 0), 50);
		const probes = sendAll(limits, 50);
		refuse(limits, probes, 100, 5000);
		// What passed before is not ten seconds ago, yet Graph takes more: its window has begun anew.
		const sizes: number[] = [];
		for (let now = 5100; now < 5400; now += 50) {
			const sent = sendAll(limits, now);
			sizes.push(sent.length);
			pass(limits, sent, now + 50);
		}
		expect(sizes.slice(0, 3)).toEqual([1, 2, 4]);
		expect(sizes[3]).toBeGreaterThanOrEqual(20);
	});

	test('told and in vain: a batch, then one request', () => {
		const limits = limiter();
		refuse(limits, sendAll(limits, 0), 50, 1000);
		const batch = sendAll(limits, 1050);
		expect(batch).toHaveLength(20);
		refuse(limits, batch, 1100, 1000);
		expect(sendAll(limits, 2100)).toHaveLength(1);
	});

	test('not told: one request, and after six pauses in vain a batch', () => {
		const limits = limiter();
		refuse(limits, sendAll(limits, 0), 0);
		const sizes: number[] = [];
		for (let pause = 0; pause < 7; pause++) {
			const now = limits.resumeAt;
			const sent = sendAll(limits, now);
			sizes.push(sent.length);
			refuse(limits, sent, now);
		}
		expect(sizes).toEqual([1, 1, 1, 1, 1, 20, 20]);
	});

	test('what passed ten seconds ago no longer counts', () => {
		const limits = limiter(80);
		pass(limits, sendAll(limits, 0), 100);
		expect(sendAll(limits, 10_099).length).toBeLessThan(5);
		expect(sendAll(limits, 10_100).length).toBeGreaterThan(20);
	});

	test('a hung request of the last round takes nobody’s place', () => {
		const limits = limiter();
		const [hung, ...others] = sendAll(limits, 0);
		refuse(limits, others, 50);
		expect(sendAll(limits, limits.resumeAt)).toHaveLength(1);
		limits.notePassed(hung, 60_000);
		expect(limits.allowance(60_000)).toBeLessThanOrEqual(MOST_IN_FLIGHT);
	});
});

describe('refusals by chance', () => {
	/** Rounds in which each tenth is refused. */
	function byChance(rounds: number): number[] {
		const limits = limiter();
		const sizes: number[] = [];
		for (let round = 0; round < rounds; round++) {
			const now = Math.max(limits.resumeAt, round * 100);
			const sent = sendAll(limits, now);
			sizes.push(sent.length);
			for (const [index, ticket] of sent.entries()) {
				if (index % 10 === 5) limits.noteRefused(ticket, now + 50, 1000);
				else limits.notePassed(ticket, now + 50);
			}
		}
		return sizes;
	}

	test('are no limit: most of what follows them passes, so the window grows all the same', () => {
		const sizes = byChance(20);
		expect(sizes.at(-1)).toBeGreaterThan(300);
		expect(Math.min(...sizes)).toBeGreaterThanOrEqual(60);
	});
});

describe('what the header says', () => {
	test('in the first round: the threshold, before anything is refused', () => {
		const limits = limiter();
		const first = sendAll(limits, 0);
		for (const ticket of first)
			limits.notePassed(ticket, 50, ticket === first[79] ? 0.8 : undefined);
		// 80 are 80 % of 100.
		expect(sendAll(limits, 50)).toHaveLength(20 + 1);
	});

	test('later it is what refusals have shown that counts', () => {
		const limits = limited();
		const first = sendAll(limits, 10_100);
		for (const ticket of first) limits.notePassed(ticket, 10_150, 1.5);
		expect(sendAll(limits, 10_150)).toHaveLength(40);
	});
});

describe('failures', () => {
	test('of one request pause nobody', () => {
		const limits = limiter();
		for (const ticket of sendAll(limits, 0).slice(0, 20)) limits.noteFailed(ticket, 50);
		expect(limits.allowance(50)).toBeGreaterThan(0);
		expect(limits.stuckSince).toBeUndefined();
	});

	test('and nothing else are an outage: a pause, then one request', () => {
		const limits = limiter();
		for (const ticket of sendAll(limits, 0)) limits.noteFailed(ticket, 50);
		expect(limits.allowance(51)).toBe(0);
		expect(limits.stuckSince).toBe(50);
		expect(sendAll(limits, limits.resumeAt)).toHaveLength(1);
	});

	test('between which something passes are none', () => {
		const limits = limiter();
		for (const [index, ticket] of sendAll(limits, 0).entries()) {
			if (index % 20 === 19) limits.notePassed(ticket, 50);
			else limits.noteFailed(ticket, 50);
		}
		expect(limits.allowance(51)).toBeGreaterThan(0);
	});
});

test('it knows since when nothing has passed, and how often it has paused since', () => {
	const limits = limited();
	const [one] = sendAll(limits, 10_100);
	limits.notePassed(one, 10_150);
	expect([limits.stuckSince, limits.pausesStuck]).toEqual([undefined, 0]);
	const [other] = sendAll(limits, 10_150);
	limits.noteRefused(other, 10_200, 1000);
	expect([limits.stuckSince, limits.pausesStuck]).toEqual([10_200, 1]);
	const [third] = sendAll(limits, 11_200);
	limits.noteRefused(third, 11_300, 1000);
	expect([limits.stuckSince, limits.pausesStuck]).toEqual([10_200, 2]);
});
