import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { startTenant, tenantNode, type RunningTenant } from '../support/tenant/startTenant';

const main = join(__dirname, '../../sandbox/tenant/main.ts');
const run = (...args: string[]): { status: number | null; stderr: string; stdout: string } =>
	spawnSync(tenantNode(), [main, ...args], { encoding: 'utf8', timeout: 20_000 });

describe('command line', () => {
	it.each([
		['--users', 'many'],
		['--users', '5'],
		['--latency', '-1'],
		['--nonsense'],
		['--graph-port', '70000'],
	])('refuses %s %s in one line, with exit code 2', (...args) => {
		const { status, stderr, stdout } = run(...args);
		expect([status, stdout]).toEqual([2, '']);
		expect(stderr.trim().split('\n')).toHaveLength(1);
	});
	it('says so when a port is taken', async () => {
		const tenant = await startTenant({ users: 50 });
		const { port } = new URL(tenant.graph);
		const { status, stderr } = run('--graph-port', port);
		await tenant.stop();
		expect([status, stderr]).toEqual([2, `simulated tenant: port ${port} is taken\n`]);
	});
	it('ends when stdin closes, and at SIGTERM', async () => {
		for (const end of [
			(tenant: RunningTenant) => tenant.process.stdin?.end(),
			(tenant: RunningTenant) => tenant.process.kill('SIGTERM'),
		]) {
			const tenant = await startTenant({ users: 50 });
			const ended = new Promise((done) => {
				tenant.process.once('exit', done);
			});
			end(tenant);
			expect(await ended).toBe(0);
		}
	});
	it('gives the same tenant for the same seed, another for another', async () => {
		const [first, second, other] = await Promise.all([
			startTenant({ users: 50 }),
			startTenant({ users: 50 }),
			startTenant({ users: 50, seed: 9 }),
		]);
		const people = (tenant: RunningTenant | undefined): unknown =>
			Object.values(tenant?.cast ?? {}).filter(({ userPrincipalName }) => userPrincipalName);
		expect(people(second)).toEqual(people(first));
		expect(other?.cast.alice.id).not.toBe(first?.cast.alice.id);
		await Promise.all([first, second, other].map((tenant) => tenant?.stop()));
	});
	it('is workable with 100,000 users', async () => {
		const tenant = await startTenant({ users: 100_000 });
		const token = (await tenant.token()).access_token;
		const started = Date.now();
		expect((await tenant.get('/users?$top=999', token)).body.value).toHaveLength(999);
		expect(
			(await tenant.get("/users?$top=999&$filter=startsWith(displayName,'a')", token)).status,
		).toBe(200);
		expect(Date.now() - started).toBeLessThan(2_000);
		await tenant.stop();
	});
});
