/** Photos: other types than JPEG, and files that are read when their turn has come. */
import { BinaryDataService } from 'n8n-core';
import type { INodeExecutionData } from 'n8n-workflow';

import { MOST_UPLOADS } from '../../../nodes/Office365Users/resources/photo/uploadSlots';
import { fileOnDisk, keepFilesOnDisk } from '../../support/engine/filesOnDisk';
import { padded, picture } from '../../support/engine/images';
import { ordinaryPeople } from '../../support/engine/updating';
import { BOTH_PATHS, userOfItem, Workbench } from '../../support/engine/workbench';

const bench = new Workbench({ users: 200 });
keepFilesOnDisk();

const update = { resource: 'photo', operation: 'update', user: userOfItem };

describe.each(BOTH_PATHS)('Photo files over %s', (path) => {
	/** Counts what n8n reads whole, and reads it. */
	const readsOfWholeFiles = (): jest.SpyInstance =>
		jest.spyOn(BinaryDataService.prototype, 'getAsBuffer');
	const itemWith = async (id: string, image: Buffer): Promise<INodeExecutionData> => ({
		json: { user: id },
		binary: { data: await fileOnDisk(image) },
	});

	afterEach(() => jest.restoreAllMocks());

	it('are read for no more uploads than are sent at once', async () => {
		await bench.set({ latencyMs: 20 });
		const image = padded(await picture(90, 90), 100_000);
		const people = await ordinaryPeople(bench, 100);
		const items = await Promise.all(people.map(async (id) => await itemWith(id, image)));
		const reads = readsOfWholeFiles();
		const running = bench.results(update, { path, items });
		await bench.until((log) => log.some(({ method }) => method === 'PUT'));
		const readUntilNow = reads.mock.calls.length;
		const sent = (await bench.asked()).filter(({ method }) => method === 'PUT').length;
		expect(readUntilNow).toBeLessThanOrEqual(MOST_UPLOADS + sent);
		expect(await running).toHaveLength(people.length);
		// Each once: the check looks at the beginning only.
		expect(reads).toHaveBeenCalledTimes(people.length);
	});

	it('are not read at all where one item is bad', async () => {
		const [one, other] = await ordinaryPeople(bench, 2);
		const reads = readsOfWholeFiles();
		const { error } = await bench.run(update, {
			path,
			items: [
				await itemWith(one, await picture(90, 90)),
				await itemWith(other, Buffer.from('no picture at all, whatever its name says')),
			],
		});
		expect(error?.message).toContain('is not an image');
		expect(reads).not.toHaveBeenCalled();
		expect(await bench.asked()).toEqual([]);
	});

	it.each([
		['empty', Buffer.alloc(0), 'is empty'],
		['too large', Buffer.alloc(4 * 1024 * 1024), 'has 4,194,304 bytes'],
	])('are refused by their size: %s', async (_, bytes, words) => {
		const [one] = await ordinaryPeople(bench, 1);
		const { error } = await bench.run(update, { path, items: [await itemWith(one, bytes)] });
		expect(error?.message).toContain(words);
		expect(await bench.asked()).toEqual([]);
	});

	it('of another type than JPEG that Graph refuses: that is said first', async () => {
		bench.expectRefusal(400);
		await bench.set({ photoTypes: 'jpeg' });
		const { alice } = bench.tenant.cast;
		const { error } = await bench.run(update, {
			path,
			items: [await itemWith(alice.id, await picture(90, 90, 'png'))],
		});
		expect(error?.message).toBe(
			`Microsoft documents only JPEG for photos and did not accept the PNG file for "${alice.id}"`,
		);
		expect(error?.description).toContain('Edit Image');
		expect(error?.description).toContain('Microsoft Graph says');
	});
});
