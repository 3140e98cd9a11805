// Puts the built package where n8n keeps the community packages that a user has installed, so that node and credential
// types have the names they have for users (n8n-nodes-office365-users.office365Users).
import {
	cpSync,
	existsSync,
	mkdirSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { rootDir } from '../paths.mjs';

/** The package with what `npm run build` has put into dist. */
export function putNodeInPlace(userFolder) {
	const dist = putEmptyNodeInPlace(userFolder);
	// A copy, not a link: through a link Node would find the project's n8n-workflow instead of n8n's own.
	cpSync(join(rootDir, 'dist'), dist, { recursive: true });
}

/** The package without its code; returns the folder that the code is then built into. */
export function putEmptyNodeInPlace(userFolder) {
	const manifest = readFileSync(join(rootDir, 'package.json'), 'utf8');
	const { name, dependencies = {} } = JSON.parse(manifest);
	const target = join(userFolder, '.n8n', 'nodes', 'node_modules', name);
	rmSync(target, { recursive: true, force: true });
	mkdirSync(target, { recursive: true });
	writeFileSync(join(target, 'package.json'), manifest);
	for (const dependency of Object.keys(dependencies)) {
		const from = join(rootDir, 'node_modules', dependency);
		const to = join(target, 'node_modules', dependency);
		if (!existsSync(from))
			throw new Error(
				`The package ${dependency} is not installed; run "node sandbox/install.mjs root".`,
			);
		mkdirSync(dirname(to), { recursive: true });
		symlinkSync(from, to, 'junction');
	}
	return join(target, 'dist');
}
