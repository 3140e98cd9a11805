// npm run bench: this node beside n8n's own nodes, in one real n8n, on the same simulated tenant. See --help.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { stopAll } from '../../sandbox/children.mjs';
import { npm, stopNpm } from '../../sandbox/npm.mjs';
import { n8nDir, newerNode, rootDir } from '../../sandbox/paths.mjs';
import { line, writeSection } from './report.mjs';
import { sections } from './sections/index.mjs';

const listed = Object.entries(sections).map(
	([name, { title, minutes }]) => `      ${name.padEnd(18)} ${title} (${minutes} min)`,
);
const help = `npm run bench -- [options]
  --only A,B      only these sections:
${listed.join('\n')}
  --quick         a short run: fewer repetitions, smaller numbers; prints, writes nothing
  --runs N        how often what is repeated is run; 5 if not given
  --keep          leave the working folder behind

Rows are printed as they come. A section that is complete is written to test/bench/results.md at once, in
place of what was there of it; the others stay.`;

const here = dirname(fileURLToPath(import.meta.url));
const { values: options } = parseArgs({
	options: {
		quick: { type: 'boolean', default: false },
		only: { type: 'string', default: '' },
		runs: { type: 'string', default: '' },
		keep: { type: 'boolean', default: false },
		help: { type: 'boolean', default: false },
	},
});
const only = options.only.split(',').filter(Boolean);
const runs = Number(options.runs || (options.quick ? 1 : 5));

function checkOptions() {
	const unknown = only.find((name) => !sections[name]);
	if (unknown) throw new Error(`--only: there is no "${unknown}".\n${help}`);
	if (!Number.isInteger(runs) || runs < 1)
		throw new Error(`--runs: not a number of runs.\n${help}`);
}

const say = (text) => process.stdout.write(`${text}\n`);

async function main() {
	if (options.help) return say(help);
	checkOptions();
	const folder = mkdtempSync(join(tmpdir(), 'office365-users-bench-'));
	const { version } = JSON.parse(
		readFileSync(join(n8nDir, 'node_modules', 'n8n', 'package.json'), 'utf8'),
	);
	const versions = { node: process.versions.node, n8n: version };
	const order = Object.values(sections).map(({ title }) => title);
	let failed = 0;
	try {
		say('building the node');
		await npm(['run', 'build'], { cwd: rootDir, nodeDir: dirname(newerNode) });
		for (const [name, { title, run }] of Object.entries(sections)) {
			if (only.length > 0 && !only.includes(name)) continue;
			say(`\n${name}`);
			const begun = Date.now();
			const rows = [];
			const add = (one) => {
				rows.push(one);
				say(`  ${line(one)}`);
			};
			try {
				await run({ folder: join(folder, name), runs, quick: options.quick, say, add });
				if (!options.quick) {
					writeSection(join(here, 'results.md'), { title, rows, runs }, order, versions);
				}
			} catch (error) {
				// The other sections are measured all the same.
				if (ending) throw error;
				failed++;
				say(`  ${error.stack ?? error.message}`);
			}
			say(`  ${Math.round((Date.now() - begun) / 1000)} s`);
		}
	} finally {
		await stopAll();
		if (!options.keep) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
	}
	if (failed > 0) throw new Error(`${failed} of the sections broke off`);
}

let ending = false;
async function end(code) {
	if (ending) return;
	ending = true;
	stopNpm();
	await stopAll();
	process.exit(code);
}
for (const [signal, code] of [
	['SIGINT', 130],
	['SIGTERM', 143],
]) {
	process.on(signal, () => void end(code));
}

main().then(
	() => end(0),
	async (error) => {
		if (!ending) process.stderr.write(`\n${error.message}\n`);
		await end(1);
	},
);
