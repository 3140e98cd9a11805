// For `npm run dev`: builds the node, and again on each change, straight into the folder that n8n loads it from.
import { join } from 'node:path';
import { startNode, whileRunning } from './children.mjs';
import { rootDir } from './paths.mjs';

/**
 * Resolves once everything has been built for the first time; while the code has type errors it keeps waiting.
 * @param options.dist where the build goes
 * @param options.logDir where the compiler and gulp write their logs
 * @param options.onError called with each line that the compiler reports about an error
 * @param options.onRebuilt called after each later build without errors
 */
export async function watchBuild({ dist, logDir, onError, onRebuilt }) {
	const compiled = deferred();
	let isFirst = true;
	// With an error nothing is written: n8n keeps the last version that compiled.
	const compiler = startNode(
		'the TypeScript compiler',
		[
			join(rootDir, 'node_modules', 'typescript', 'bin', 'tsc'),
			...['-p', 'tsconfig.json', '--outDir', dist, '--noEmitOnError'],
			...['--watch', '--preserveWatchOutput', '--pretty', 'false'],
		],
		{
			cwd: rootDir,
			logFile: join(logDir, 'tsc.log'),
			onLine(line) {
				if (/ error TS\d+: /.test(line)) onError(line.trim());
				if (!line.includes('Found 0 errors')) return;
				if (!isFirst) onRebuilt();
				isFirst = false;
				compiled.resolve();
			},
		},
	);

	const copied = deferred();
	const gulp = startNode(
		'gulp',
		[join(rootDir, 'node_modules', 'gulp', 'bin', 'gulp.js'), 'watch'],
		{
			cwd: rootDir,
			env: { ...process.env, BUILD_DIR: dist },
			logFile: join(logDir, 'gulp.log'),
			onLine: (line) => line.includes("Finished 'watch'") && copied.resolve(),
		},
	);

	await Promise.all([whileRunning(compiler, compiled.promise), whileRunning(gulp, copied.promise)]);
}

function deferred() {
	let resolve;
	const promise = new Promise((settle) => (resolve = settle));
	return { promise, resolve };
}
