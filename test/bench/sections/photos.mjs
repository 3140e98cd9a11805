// Photos: 1,000 of 100 kB read, 200 of 2 MB uploaded from disk, and what buffers take meanwhile.
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { tenantDir } from '../../../sandbox/paths.mjs';
import { measure } from '../measures.mjs';
import { row, seconds } from '../report.mjs';
import { number, withStage } from './common.mjs';

const sharp = createRequire(join(tenantDir, 'package.json'))('sharp');

/** A picture that takes so many bytes; what follows its end is no part of it. */
async function picture(bytes) {
	const image = sharp({ create: { width: 300, height: 300, channels: 3, background: '#2468ac' } });
	const jpeg = await image.jpeg().toBuffer();
	return Buffer.concat([jpeg, Buffer.alloc(bytes - jpeg.length)]);
}

/** Whose mailbox takes photos. */
async function owners(tenant, people, count) {
	const { noMailbox } = await tenant.ask('GET', '/cast');
	return people.filter(({ id }) => id !== noMailbox.id).slice(0, count);
}

const megabytes = ({ most, before }) => most - before;
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
	const chosen = ['uploads'];
	const files = join(options.folder, 'photos');
	mkdirSync(files, { recursive: true });
	const bytes = await picture(2_000_000);
	await withStage({ ...options, users: 300, chosen }, async ({ stage, tenant, all, people }) => {
		const items = (await owners(tenant, people, count)).map(({ id }) => {
			const file = join(files, `${id}.jpg`);
			writeFileSync(file, bytes);
			return { user: id, file };
		});
		await measure(stage, all.uploads, items.slice(0, 1));
		const ran = await measure(stage, all.uploads, items);
		const done = ran.results.filter(({ success }) => success === true).length;
		options.add(
			row(
				`${count} uploads of 2 MB from disk`,
				`${done} uploaded, ${seconds(ran.milliseconds)}, ${buffersOf(ran)}`,
				'at most 60 MB of buffers',
				done === count && megabytes(ran.buffers) <= 60,
				'new',
			),
		);
	});
}
