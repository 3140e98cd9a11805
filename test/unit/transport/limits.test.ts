import { kindOf, Limits } from '../../../nodes/Office365Users/transport/limits';
import type { RateLimiter } from '../../../nodes/Office365Users/transport/rateLimiter';
import { get } from '../../support/graph/requestQueue';
import { answer } from '../../support/graph/send';

const limits = (): Limits => new Limits(() => 0.5);
const WRITE_LIMIT = { 'x-ms-throttle-information': 'WriteLimitExceeded' };

test('reads, changes and what mailboxes answer meet limits of their own', () => {
	expect(kindOf(get('/users/1'))).toBe('read');
	expect(kindOf({ ...get('/users/1'), method: 'PATCH' })).toBe('write');
	expect(kindOf({ ...get('/users/1/photo/$value'), method: 'PUT', mailbox: 'a' })).toBe('mailbox');
	const all = limits();
	// Changes take resource units as well.
	expect(all.of('write')).toEqual(expect.arrayContaining([...all.of('read')]));
	expect(all.of('mailbox')).toHaveLength(1);
	expect(all.of('read')).not.toContain(all.of('mailbox')[0]);
});

test.each([
	['a change beyond the write limit pauses changes only', 'write', WRITE_LIMIT, ['write']],
	['a change beyond the units pauses reads, too', 'write', {}, ['read', 'write']],
	['a read pauses changes, too', 'read', {}, ['read', 'write']],
	['a mailbox pauses mailboxes only', 'mailbox', {}, ['mailbox']],
] as const)('%s', (_, kind, headers, paused) => {
	const all = limits();
	const refusing = all.refusing(kind, answer(429, undefined, headers));
	expect(all.kindsOf(refusing)).toEqual(paused);
	const index = all.of(kind).indexOf(refusing);
	refusing.noteRefused(all.noteSent(kind)[index], 0, 5000);
	for (const each of ['read', 'write', 'mailbox'] as const) {
		expect(all.allows(each, 100)).toBe(!(paused as readonly string[]).includes(each));
	}
	expect(all.resumeAt(kind)).toBe(5000);
});

test('they begin with what Graph documents: 3,500 units in 10 s, 3,000 changes in 150 s', () => {
	const all = limits();
	const passUntil = (limiter: RateLimiter, times: number[]): number => {
		let passed = 0;
		for (const now of times) {
			const inFlight = [];
			while (limiter.allowance(now) > 1) inFlight.push(limiter.noteSent());
			for (const ticket of inFlight) limiter.notePassed(ticket, now);
			passed += inFlight.length;
		}
		return passed;
	};
	const soon = Array.from({ length: 50 }, (_, index) => index * 100);
	const [units, writes] = all.of('write');
	expect(passUntil(units, soon)).toBeGreaterThanOrEqual(3490);
	expect(passUntil(units, soon)).toBeLessThan(400);
	expect(passUntil(writes, soon)).toBeGreaterThanOrEqual(2990);
	expect(passUntil(writes, [140_000])).toBeLessThan(400);
});
