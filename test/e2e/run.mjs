// npm run test:e2e: the packed node in a real n8n. See `--help`.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { stopAll } from '../../sandbox/children.mjs';
import { useN8nIn } from '../../sandbox/n8n/commands.mjs';
import { NpmFailure, stopNpm } from '../../sandbox/npm.mjs';
import { n8nDir, rootDir } from '../../sandbox/paths.mjs';
import { freePort, isTaken } from '../../sandbox/ports.mjs';
import { createProgress } from '../../sandbox/progress.mjs';
import { table } from '../../sandbox/table.mjs';
import { Missing, provide, stopInstalling } from './debian.mjs';
import { oldest, otherN8n } from './otherN8n.mjs';
import { packNode } from './packedNode.mjs';
import { steps } from './steps.mjs';

const help = `npm run test:e2e -- [options]
  --only STEPS    only these, with commas between them: ${Object.keys(steps).join(', ')}
  --pictures      keep the browser's pictures in docs/images
  --port NUMBER   n8n's port; any free one without
  --n8n VERSION   in another n8n than the pinned one: oldest (${oldest}), newest or a version`;

class Refused extends Error {}

const progress = createProgress();
const scratch = mkdtempSync(join(tmpdir(), 'office365-users-e2e-'));
let ending = false;

async function main() {
	const options = readOptions();
	if (options.help) return void process.stdout.write(`${help}\n`);
	const wanted = Object.entries(steps).filter(([name]) => options.only.includes(name));
	if (options.port && (await isTaken(options.port)))
		throw new Refused(
			`Port ${options.port} is taken (by another n8n?). Choose another one: npm run test:e2e -- --port ${await freePort(options.port + 1)}`,
		);
	await getWhatIsMissing(wanted);
	const version = await chooseN8n(options.n8n);

	const results = [];
	const timed = async (name, what, work) => {
		const begun = Date.now();
		progress.doing(name, what);
		let rows;
		try {
			rows = await work();
		} catch (error) {
			if (ending) throw error;
			rows = [[`${name} FAILED`, error.message.split('\n')[0].slice(0, 160)]];
			results.failed = true;
			progress.done(name);
			process.stderr.write(`\n${name} FAILED: ${error.message}\n\n`);
		}
		const seconds = ((Date.now() - begun) / 1000).toFixed(1);
		progress.done(name, `${name}: ${seconds} s`);
		for (const [index, [shows, found]] of rows.entries())
			results.push({
				step: index === 0 ? name : '',
				shows,
				found,
				seconds: index === 0 ? seconds : '',
			});
		return rows;
	};

	let packed;
	await timed('package', 'building and packing the node', async () => {
		packed = await packNode(join(scratch, 'package'));
		return [
			['npm pack', `${packed.files} files, ${Math.round(packed.unpackedBytes / 1000)} kB unpacked`],
		];
	});
	if (packed)
		for (const [name, { what, run }] of wanted)
			await timed(name, what, async () => {
				try {
					return await run({
						folder: join(scratch, name),
						tarball: packed.file,
						port: options.port,
						pictures: options.pictures ? join(rootDir, 'docs', 'images') : undefined,
					});
				} finally {
					await stopAll();
				}
			});
	process.stdout.write(`n8n ${version}\n${table(results)}\n`);
	process.stdout.write(results.failed ? 'Something FAILED; see above.\n' : 'Everything passed.\n');
	await end(results.failed ? 1 : 0);
}

/** Programs that the steps need; what cannot be had ends the test before anything is started. */
async function getWhatIsMissing(wanted) {
	const programs = wanted.flatMap(([, { needs = [] }]) => needs);
	const begun = Date.now();
	let isInstalling = false;
	try {
		await provide(programs, (what) => {
			isInstalling = true;
			progress.doing('programs', what);
		});
	} catch (error) {
		if (!(error instanceof Missing)) throw error;
		const others = Object.entries(steps).filter(([, { needs = [] }]) => needs.every(isThere));
		const without = others.map(([name]) => name).join(',');
		throw new Missing(`${error.message}\nThe other steps run without: --only ${without}`);
	}
	if (isInstalling)
		progress.done('programs', `programs: ${((Date.now() - begun) / 1000).toFixed(1)} s`);
}

const isThere = ({ find }) => {
	try {
		return Boolean(find());
	} catch {
		return false;
	}
};

/** Resolves to the version of the n8n that is run. */
async function chooseN8n(wanted) {
	if (wanted === undefined)
		return JSON.parse(readFileSync(join(n8nDir, 'package.json'), 'utf8')).dependencies.n8n;
	const { version, dir } = await otherN8n(wanted, (what) => progress.doing('n8n', what));
	progress.done('n8n', `n8n ${version} is installed`);
	useN8nIn(dir);
	return version;
}

function readOptions() {
	try {
		const { values } = parseArgs({
			options: {
				only: { type: 'string', default: Object.keys(steps).join(',') },
				pictures: { type: 'boolean', default: false },
				port: { type: 'string' },
				n8n: { type: 'string' },
				help: { type: 'boolean', default: false },
			},
		});
		const port = values.port === undefined ? undefined : Number(values.port);
		if (port !== undefined && (!Number.isInteger(port) || port < 1 || port > 65_535))
			throw new Error(`--port must be a number from 1 to 65535, not "${values.port}".`);
		const only = values.only.split(',').map((name) => name.trim());
		const unknown = only.find((name) => !steps[name]);
		if (unknown !== undefined) throw new Error(`There is no step "${unknown}".`);
		const isVersion = /^(oldest|newest|\d+\.\d+\.\d+)$/.test(values.n8n ?? 'newest');
		if (!isVersion)
			throw new Error(
				`--n8n must be oldest, newest or a version such as 2.41.1, not "${values.n8n}".`,
			);
		return { ...values, only, port };
	} catch (error) {
		throw new Refused(`${error.message}\n${help}`);
	}
}

async function end(code) {
	if (ending) return;
	ending = true;
	progress.stop();
	stopInstalling();
	stopNpm();
	await stopAll();
	rmSync(scratch, { recursive: true, force: true });
	process.exit(code);
}

for (const [signal, code] of [
	['SIGINT', 130],
	['SIGTERM', 143],
	['SIGHUP', 129],
]) {
	process.on(signal, () => {
		if (!ending) process.stderr.write('\nEnding n8n, the browser and the tenant ...\n');
		void end(code);
	});
}

main()
	.then(() => end(0))
	.catch(async (error) => {
		if (ending) return;
		progress.stop();
		const isPlain = [Refused, Missing, NpmFailure].some((kind) => error instanceof kind);
		process.stderr.write(`\n${isPlain ? error.message : error.stack}\n`);
		await end(error instanceof Refused ? 2 : 1);
	});
