// Step: n8n's distributed mode, a main process and two workers on Redis and PostgreSQL.
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { setStage } from '../stage.mjs';
import { changes, loseAWorker } from './killedWorker.mjs';
import { lookUpAtOnce, lookups, people } from './lookups.mjs';
import { startServices } from './services.mjs';
import { startWorker } from './workers.mjs';

/** n8n finds out sooner that a worker has gone: by default it waits a minute. */
const noticeLostWorkersSoon = {
	QUEUE_WORKER_LOCK_DURATION: '6000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '2000',
	QUEUE_WORKER_STALLED_INTERVAL: '2000',
};

export async function queueStep(options) {
	const { postgresHome, ...connections } = await startServices(`${options.folder}-services`);
	let stage;
	try {
		const env = {
			...connections,
			...noticeLostWorkersSoon,
			EXECUTIONS_MODE: 'queue',
			N8N_ENCRYPTION_KEY: randomBytes(24).toString('hex'),
			N8N_LOG_LEVEL: 'info',
		};
		stage = await setStage({ ...options, users: people, workflows: [lookups, changes], env });
		const workers = await Promise.all([1, 2].map((number) => startWorker(stage, number)));
		return [...(await lookUpAtOnce(stage, workers)), ...(await loseAWorker(stage, workers))];
	} finally {
		await stage?.close();
		rmSync(postgresHome, { recursive: true, force: true });
	}
}
