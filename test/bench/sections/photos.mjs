// Photos: 1,000 of 100 kB read, 200 of 2 MB uploaded from disk, and what buffers take meanwhile.
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { tenantDir } from '../../../sandbox/paths.mjs';
import { measure } from '../measures.mjs';
import { row, seconds } from '../report.mjs';
import { number, withoutOddities, withStage } from './common.mjs';

const sharp = createRequire(join(tenantDir, 'package.json'))('sharp');

/** A picture that takes so many bytes; what follows its end is no part of it. */
async function picture(bytes) {
	const image = sharp({ create: { width: 300, height: 300, channels: 3, background: '#2468ac' } });
	const jpeg = await image.jpeg().toBuffer();
	return Buffer.concat([jpeg, Buffer.alloc(bytes - jpeg.length)]);
}

/** Those without a special trait: not every mailbox takes photos. */
const owners = async (tenant, people, count) =>
	(await withoutOddities(tenant, people)).slice(0, count);

const buffersOf = (ran) =>
	`buffers ${ran.buffers.most} MB at most (${ran.buffers.before} MB before)`;

export async function photos(options) {
	await reads(options);
	await uploads(options);
}

async function reads(options) {
	const count = options.quick ? 200 : 1000;
	const chosen = ['photos'];
	await withStage(
		{ ...options, users: count + 100, chosen },
		async ({ stage, tenant, all, people }) => {
			const whose = await owners(tenant, people, count);
			await givePhotos(tenant, whose, await picture(100_000));
			const items = whose.map(({ id }) => ({ user: id }));
			await measure(stage, all.photos, items.slice(0, 3));
			const ran = await measure(stage, all.photos, items);
			const whole = ran.results.filter(({ fileSize }) => fileSize === 100_000).length;
			options.add(
				row(
					`${number(count)} photos of 100 kB read`,
					`${whole} whole, ${seconds(ran.milliseconds)}, ${ran.calls} calls, ${buffersOf(ran)}`,
					'all of them',
					whole === count,
					'new',
				),
			);
		},
	);
}

/** Through Graph: the control API cannot set them. */
async function givePhotos(tenant, people, bytes) {
	await tenant.ask('PATCH', '/settings', { latencyMs: 0 });
	const { admin } = await tenant.ask('GET', '/cast');
	const { access_token: token } = await tenant.ask('POST', '/tokens', {
		user: admin.id,
		scopes: ['ProfilePhoto.ReadWrite.All', 'User.ReadWrite.All'],
	});
	for (const { id } of people) {
		const answer = await fetch(`${tenant.graph}/v1.0/users/${id}/photo/$value`, {
			method: 'PUT',
			headers: { authorization: `Bearer ${token}`, 'content-type': 'image/jpeg' },
			body: bytes,
		});
		if (!answer.ok) throw new Error(`The photo of ${id}: ${answer.status} ${await answer.text()}`);
	}
	await tenant.ask('PATCH', '/settings', { latencyMs: 50 });
}

async function uploads(options) {
	const count = options.quick ? 60 : 200;
	const files = join(options.folder, 'photos');
	mkdirSync(files, { recursive: true });
	const bytes = await picture(2_000_000);
	const upload = async (collects) =>
		await withStage(
			{ ...options, users: 300, chosen: ['uploads'], collects },
			async ({ stage, tenant, all, people }) => {
				const items = (await owners(tenant, people, count)).map(({ id }) => {
					const file = join(files, `${id}.jpg`);
					writeFileSync(file, bytes);
					return { user: id, file };
				});
				await measure(stage, all.uploads, items.slice(0, 1));
				const ran = await measure(stage, all.uploads, items);
				const done = ran.results.filter(({ success }) => success === true).length;
				return { ...ran, done };
			},
		);
	const ran = await upload(false);
	options.add(
		row(
			`${count} uploads of 2 MB from disk`,
			`${ran.done} uploaded, ${seconds(ran.milliseconds)}, ${buffersOf(ran)}, with what n8n has yet to free`,
			'all of them',
			ran.done === count,
			'new',
		),
	);
	const held = await upload(true);
	options.add(
		row(
			'... buffers that are held',
			`${held.done} uploaded, ${buffersOf(held)}`,
			'at most 60 MB',
			held.done === count && held.buffers.most <= 60,
			'new',
		),
	);
}
