import { steadyTime } from '../../../nodes/Office365Users/transport/clock';
import { handClock } from '../../support/graph/clock';

test('time goes on with the clock, and never back', () => {
	let wall = 5_000_000;
	const now = steadyTime({ ...handClock(), now: () => wall });
	expect(now()).toBe(5_000_000);
	wall += 1000;
	expect(now()).toBe(5_001_000);
	wall -= 3_600_000;
	expect(now()).toBe(5_001_000);
	wall += 500;
	expect(now()).toBe(5_001_500);
});
