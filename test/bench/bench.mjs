// npm run bench: this node beside n8n's own nodes, in one real n8n, on the same simulated tenant. See --help.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { stopAll } from '../../sandbox/children.mjs';
import { npm, stopNpm } from '../../sandbox/npm.mjs';
import { n8nDir, newerNode, rootDir } from '../../sandbox/paths.mjs';
import { markdown, printed } from './report.mjs';
import { sections } from './sections.mjs';

const help = `npm run bench -- [options]
  --quick         a short run: fewer repetitions, smaller lists; prints, writes nothing
  --only A,B      only these: ${Object.keys(sections).join(', ')}
  --keep          leave the working folder behind`;

const here = dirname(fileURLToPath(import.meta.url));
const { values: options } = parseArgs({
	options: {
		quick: { type: 'boolean', default: false },
		only: { type: 'string', default: '' },
		keep: { type: 'boolean', default: false },
		help: { type: 'boolean', default: false },
	},
});
const wanted = options.only.split(',').filter(Boolean);
const unknown = wanted.find((name) => !sections[name]);

async function main() {
	if (options.help) return void process.stdout.write(`${help}\n`);
	if (unknown) throw new Error(`--only: there is no "${unknown}".\n${help}`);
	const folder = mkdtempSync(join(tmpdir(), 'office365-users-bench-'));
	const say = (line) => process.stdout.write(`${line}\n`);
	const runs = options.quick ? 1 : 5;
	const rows = [];
	try {
		say('building the node');
		await npm(['run', 'build'], { cwd: rootDir, nodeDir: dirname(newerNode) });
		for (const [name, section] of Object.entries(sections)) {
			if (wanted.length > 0 && !wanted.includes(name)) continue;
			say(`${name} ...`);
			const begun = Date.now();
			rows.push(
				...(await section({ folder: join(folder, name), runs, quick: options.quick, say })),
			);
			say(`${name}: ${Math.round((Date.now() - begun) / 1000)} s`);
		}
	} finally {
		await stopAll();
		if (!options.keep) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
	}
	say(`\n${printed(rows)}\n`);
	const { version } = JSON.parse(
		readFileSync(join(n8nDir, 'node_modules', 'n8n', 'package.json'), 'utf8'),
	);
	if (options.quick || wanted.length > 0) return;
	const text = markdown(rows, { node: process.versions.node, n8n: version, runs, quick: false });
	writeFileSync(join(here, 'results.md'), text);
	say('written to test/bench/results.md');
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
		if (!ending) process.stderr.write(`\n${error.stack ?? error.message}\n`);
		await end(1);
	},
);
