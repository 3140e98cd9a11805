/** Each row of the table in docs/rate-limiter.md: medians of seven seeds, in virtual time. */
import { RateLimiter } from '../../../nodes/Office365Users/transport/rateLimiter';
import { median, type Ran, runAll } from '../../support/graph/limiterRuns';
import { type Scenario, SCENARIOS } from '../../support/graph/limiterScenarios';
import { PauseLimiter } from '../../support/graph/pauseLimiter';

const SEEDS = [1, 2, 3, 4, 5, 6, 7];

async function inSeeds(
	{ settings }: Scenario,
	limiter?: (random: () => number) => RateLimiter,
): Promise<Ran[]> {
	const ran: Ran[] = [];
	for (const seed of SEEDS) ran.push(await runAll({ ...settings, seed, limiter }));
	return ran;
}

const took = (ran: Ran[]): number => median(ran.map((each) => each.took));

describe.each([...new Set(SCENARIOS.map(({ row }) => row))])('%s', (row) => {
	const scenarios = SCENARIOS.filter((each) => each.row === row);
	test.each(scenarios.map((each) => [each.name, each] as const))('%s', async (_, scenario) => {
		const ran = await inSeeds(scenario);
		expect(ran.map(({ lost }) => lost)).toEqual(SEEDS.map(() => 0));
		const compared =
			scenario.compared === 'pause'
				? took(await inSeeds(scenario, (random) => new PauseLimiter(random)))
				: scenario.compared;
		expect(took(ran) / compared).toBeLessThanOrEqual(scenario.most);
		expect(median(ran.map(({ refused }) => refused))).toBeLessThanOrEqual(
			scenario.mostRefused ?? 1,
		);
	});
});
