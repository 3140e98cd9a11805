/** The import rules of .dependency-cruiser.mjs: each is broken on purpose in a scratch tree, and must say so. */
import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';

const root = resolve(__dirname, '../..');
const node = 'nodes/Office365Users';

/** The rule that forbids it, the importing file and what it imports: a path in the tree or the name of a package. */
const forbidden: Array<[rule: string, from: string, to: string]> = [
	['floor: Office365Users.node.ts', `${node}/Office365Users.node.ts`, 'test/a.ts'],
	['floor: listSearch/', `${node}/listSearch/a.ts`, `${node}/Office365Users.node.ts`],
	['floor: resources/', `${node}/resources/get/a.ts`, `${node}/listSearch/leaf.ts`],
	['floor: resources/', `${node}/resources/get/b.ts`, 'credentials/entra/leaf.ts'],
	['floor: parameters/', `${node}/parameters/a.ts`, `${node}/resources/get/leaf.ts`],
	['floor: execution/', `${node}/execution/a.ts`, `${node}/parameters/leaf.ts`],
	['floor: messages/', `${node}/messages/a.ts`, `${node}/execution/leaf.ts`],
	['floor: users/', `${node}/users/a.ts`, `${node}/messages/leaf.ts`],
	['floor: users/', `${node}/users/b.ts`, 'credentials/entra/leaf.ts'],
	['floor: transport/', `${node}/transport/a.ts`, `${node}/checks/leaf.ts`],
	['floor: checks/', `${node}/checks/a.ts`, `${node}/transport/leaf.ts`],
	['floor: checks/', `${node}/checks/b.ts`, 'sandbox/tenant/leaf.ts'],
	['a floor for every file', `${node}/cellar/a.ts`, 'node:fs'],
	['a floor for every file', `${node}/resources/get/c.ts`, `${node}/stray.ts`],
	['floor: resources/', `${node}/resources/get/c.ts`, `${node}/stray.ts`],
	['resources apart', `${node}/resources/get/d.ts`, `${node}/resources/update/leaf.ts`],
	['without n8n', `${node}/users/c.ts`, 'n8n-workflow'],
	['without n8n', `${node}/transport/b.ts`, 'n8n-core'],
	['without n8n', `${node}/checks/c.ts`, 'n8n-workflow'],
	['one place for MSAL', 'credentials/entra/a.ts', '@azure/msal-node'],
	['one place for MSAL', `${node}/execution/b.ts`, '@azure/msal-node'],
	['credentials on their own', 'credentials/a.ts', `${node}/checks/leaf.ts`],
	['credentials on their own', 'credentials/b.ts', 'sandbox/tenant/leaf.ts'],
	['the tenant on its own', 'sandbox/tenant/a.ts', `${node}/checks/leaf.ts`],
	['the tenant on its own', 'sandbox/tenant/b.ts', 'credentials/entra/leaf.ts'],
];

const allowed: Array<[from: string, to: string]> = [
	[`${node}/Office365Users.node.ts`, `${node}/resources/leaf.ts`],
	[`${node}/listSearch/b.ts`, `${node}/execution/leaf.ts`],
	[`${node}/resources/index.ts`, `${node}/resources/get/leaf.ts`],
	[`${node}/resources/get/e.ts`, `${node}/resources/get/leaf.ts`],
	[`${node}/resources/get/f.ts`, `${node}/parameters/leaf.ts`],
	[`${node}/execution/c.ts`, 'credentials/entra/leaf.ts'],
	[`${node}/messages/b.ts`, 'credentials/entra/leaf.ts'],
	[`${node}/messages/c.ts`, 'n8n-workflow'],
	[`${node}/users/d.ts`, `${node}/transport/leaf.ts`],
	[`${node}/users/e.ts`, `${node}/checks/leaf.ts`],
	['credentials/c.ts', 'credentials/entra/leaf.ts'],
	['credentials/entra/msal.ts', '@azure/msal-node'],
];

/** Two files in each part that import each other's types, each in its own way of importing a type. */
const circles = ['nodes/Office365Users/checks', 'credentials/entra', 'sandbox/tenant'].map(
	(folder) => [`${folder}/here.ts`, `${folder}/there.ts`] as const,
);

let tree: string;

beforeAll(() => {
	tree = mkdtempSync(join(tmpdir(), 'office365-users-imports-'));
	symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'), 'junction');
	const imports = [...forbidden.map(([, from, to]) => [from, to] as const), ...allowed];
	for (const [, to] of imports) if (to.endsWith('.ts')) write(to, 'export type Leaf = 1;\n');
	for (const [from, to] of imports) {
		const name = to.endsWith('.ts') ? `./${relative(dirname(from), to).slice(0, -3)}` : to;
		write(from, `import type * as thing from '${name}';\nexport type Thing = typeof thing;\n`);
	}
	for (const [here, there] of circles) {
		write(here, "import type { There } from './there';\nexport type Here = There;\n");
		write(there, "export type There = import('./here').Here;\n");
	}
});

afterAll(() => rmSync(tree, { recursive: true, force: true }));

it('every forbidden import is reported under its own rule, and nothing else is', () => {
	const { violations, totalCruised } = cruise();
	const found = violations.map(({ rule, from, to }) =>
		[rule.name, from, asWritten(to)].join(' | '),
	);

	expect(totalCruised).toBeGreaterThan(forbidden.length);
	expect([...new Set(found)].sort()).toEqual(
		[
			...forbidden.map((entry) => entry.join(' | ')),
			...circles.map(([here, there]) => `no circle | ${here} | ${there}`),
		].sort(),
	);
});

interface Summary {
	violations: Array<{ rule: { name: string }; from: string; to: string }>;
	totalCruised: number;
}

function cruise(): Summary {
	const { stdout, stderr } = spawnSync(
		process.execPath,
		[
			join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs'),
			...['--config', join(root, '.dependency-cruiser.mjs'), '--output-type', 'json'],
			...['nodes', 'credentials', 'sandbox/tenant'],
		],
		{ cwd: tree, encoding: 'utf8', maxBuffer: 1e8 },
	);
	if (!stdout.startsWith('{')) throw new Error(stderr);
	return (JSON.parse(stdout) as { summary: Summary }).summary;
}

/** The name of the package that a resolved path belongs to. */
const asWritten = (path: string) =>
	/.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? (path === 'fs' ? 'node:fs' : path);

/** A file that imports several things, or is imported as well, gets all of it. */
function write(path: string, text: string) {
	const file = join(tree, path);
	mkdirSync(dirname(file), { recursive: true });
	appendFileSync(file, text);
}
