// Where everything is, and which Node runs it.
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const isWindows = process.platform === 'win32';
export const rootDir = resolve(dirname(fileURLToPath(import.meta.url)), '..');
export const sandboxDir = join(rootDir, 'sandbox');
export const tenantDir = join(sandboxDir, 'tenant');
export const n8nDir = join(sandboxDir, 'n8n');
export const workflowsDir = join(sandboxDir, 'workflows');
export const userDir = join(n8nDir, '.n8n-user');

const nodePackageDir = join(rootDir, 'node_modules', 'node');

/** The newer Node that n8n and the tenant need, from the npm package `node`. */
export const newerNode = join(nodePackageDir, 'bin', isWindows ? 'node.exe' : 'node');

/** The folder that holds that Node's headers, for building native modules. */
export function newerNodeHeaders() {
	const inside = join(nodePackageDir, 'node_modules');
	if (!existsSync(inside)) return undefined;
	return readdirSync(inside)
		.map((name) => join(inside, name))
		.find((dir) => existsSync(join(dir, 'include', 'node', 'node.h')));
}

/**
 * The machine's own Node, never the one in our node_modules: npm puts node_modules/.bin first on
 * PATH, and `npm ci` would delete the Node that it runs on.
 */
export function machineNode() {
	const name = isWindows ? 'node.exe' : 'node';
	const onPath = (process.env.PATH ?? '').split(delimiter).map((dir) => join(dir, name));
	const candidates = [process.env.npm_node_execpath, process.execPath, ...onPath];
	return candidates.find((file) => file && existsSync(file) && !isOurs(file)) ?? process.execPath;
}

function isOurs(file) {
	return resolve(file).startsWith(join(rootDir, 'node_modules'));
}
