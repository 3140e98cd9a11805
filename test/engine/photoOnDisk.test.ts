/** The resource Photo when n8n keeps files on disk, beside an item's data or inside it. */
import type { IBinaryData, INodeExecutionData } from 'n8n-workflow';

import { bytesOnDisk, fileOnDisk, keepFilesOnDisk } from '../support/engine/filesOnDisk';
import { picture, sha256 } from '../support/engine/images';
import { BOTH_PATHS, itemsFor, userOfItem, Workbench } from '../support/engine/workbench';

const bench = new Workbench({ users: 60 });
keepFilesOnDisk();

const get = { resource: 'photo', operation: 'get', user: userOfItem };
const update = { resource: 'photo', operation: 'update', user: userOfItem };
const within = { workflowSettings: { binaryMode: 'combined' as const } };

/** Where n8n puts files inside the data. */
const fileWithin = ({ json }: INodeExecutionData): IBinaryData =>
	(json._files as unknown as Record<string, IBinaryData>).data;

describe.each(BOTH_PATHS)('Photo with files on disk over %s', (path) => {
	it('takes a file beside the data and puts one there', async () => {
		const { alice } = bench.tenant.cast;
		const image = await picture(150, 150, 'png');
		await bench.results(update, {
			path,
			items: [{ json: { user: alice.id }, binary: { data: await fileOnDisk(image) } }],
		});
		const { items } = await bench.run(get, { path, items: itemsFor(alice.id) });
		const file = items[0].binary?.data;
		expect(file?.id).toEqual(expect.any(String));
		expect(sha256(await bytesOnDisk(file as IBinaryData))).toBe(sha256(image));
		expect(file).toMatchObject({ mimeType: 'image/png', fileName: `${alice.id}.png` });
	});

	it('takes a file given by an expression', async () => {
		const { alice } = bench.tenant.cast;
		const image = await picture(151, 151);
		await bench.results(
			{ ...update, binaryPropertyName: '={{ $binary.portrait }}' },
			{
				path,
				items: [{ json: { user: alice.id }, binary: { portrait: await fileOnDisk(image) } }],
			},
		);
		const { items } = await bench.run(get, { path, items: itemsFor(alice.id) });
		const file = items[0].binary?.data as IBinaryData;
		expect(sha256(await bytesOnDisk(file))).toBe(sha256(image));
	});

	it.each(['data', '_files.data'])(
		'takes a file inside the data as %s and puts one there',
		async (binaryPropertyName) => {
			const { alice } = bench.tenant.cast;
			const image = await picture(152, 152);
			const json = { user: alice.id, _files: { data: await fileOnDisk(image) } };
			await bench.results(
				{ ...update, binaryPropertyName },
				{ path, ...within, items: [{ json: json as unknown as INodeExecutionData['json'] }] },
			);
			const { items } = await bench.run(get, { path, ...within, items: itemsFor(alice.id) });
			expect(items[0].binary).toBeUndefined();
			expect(items[0].json).toMatchObject({ hasPhoto: true, user: alice.id });
			expect(sha256(await bytesOnDisk(fileWithin(items[0])))).toBe(sha256(image));
		},
	);

	it('names the fields inside the data that hold files', async () => {
		const { alice } = bench.tenant.cast;
		const json = { user: alice.id, _files: { portrait: await fileOnDisk(await picture(90, 90)) } };
		const { error } = await bench.run(update, {
			path,
			...within,
			items: [{ json: json as unknown as INodeExecutionData['json'] }],
		});
		expect(error?.message).toContain('\'Input Data Field Name\' is "data"');
		expect(error?.description).toContain('portrait');
		expect(await bench.asked()).toEqual([]);
	});
});
