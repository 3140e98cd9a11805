/** Makes n8n keep files on disk, as an installed n8n does by default, for the whole test file. */
import { createRequire } from 'node:module';

import { BinaryDataConfig, BinaryDataService } from 'n8n-core';
import type { IBinaryData } from 'n8n-workflow';

/** The one that n8n-core itself uses; there may be several copies. */
const { Container } = createRequire(require.resolve('n8n-core'))('@n8n/di') as {
	Container: { get<T>(type: abstract new (...parameters: never[]) => T): T };
};

export function keepFilesOnDisk(): void {
	beforeAll(async () => {
		Container.get(BinaryDataConfig).mode = 'filesystem';
		await Container.get(BinaryDataService).init();
	});
}

/** A file as left by an earlier node. */
export const fileOnDisk = async (
	bytes: Buffer,
	fileName = 'photo.jpg',
	mimeType = 'image/jpeg',
): Promise<IBinaryData> =>
	await Container.get(BinaryDataService).store(
		{ type: 'execution', workflowId: 'workflow', executionId: 'execution' },
		bytes,
		{ data: '', mimeType, fileName },
	);

export const bytesOnDisk = async (file: IBinaryData): Promise<Buffer> =>
	await Container.get(BinaryDataService).getAsBuffer(file);
