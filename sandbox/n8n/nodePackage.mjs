// Puts the built package where n8n keeps community packages a user has installed, so that node and credential
// types have the names a user would have (n8n-nodes-office365-users.office365Users).
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { rootDir } from '../paths.mjs';

export function putNodeInPlace(userFolder) {
	const { name, dependencies = {} } = JSON.parse(
		readFileSync(join(rootDir, 'package.json'), 'utf8'),
	);
	const target = join(userFolder, '.n8n', 'nodes', 'node_modules', name);
	rmSync(target, { recursive: true, force: true });
	mkdirSync(target, { recursive: true });
	// A copy, not a link: through a link Node would find the n8n-workflow of the project instead of n8n's own.
	for (const part of ['package.json', 'dist'])
		cpSync(join(rootDir, part), join(target, part), { recursive: true });
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
}
