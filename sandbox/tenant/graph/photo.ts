import { randomBytes } from 'node:crypto';
import { imaging, photoOf, storedPhoto } from '../directory/drawPhoto.ts';
import type { StoredPhoto, StoredUser } from '../directory/user.ts';
import { GraphError } from './errors.ts';
import { permissions, type OperationPermissions } from './permissions.ts';
import { absentPhoto, transparentGif } from './photoAbsent.ts';
import { header, noContent, ok, type GraphContext, type GraphResponse } from './request.ts';
import { targetUser } from './target.ts';

/** docs/graph.md#photo-sizes */
const sizes = [48, 64, 96, 120, 240, 360, 432, 504, 648];

/** GET .../photo, .../photos/{size}: metadata. */
export async function getPhoto(context: GraphContext): Promise<GraphResponse> {
	const user = photoOwner(context, permissions.readPhoto);
	const stored = await photoOf(user);
	if (!stored) {
		if (user.absentPhoto === 'transparentGif' && sizeAsked(context) === undefined)
			return ok(metadata(context, user, transparentGif));
		throw absentPhoto(user);
	}
	return ok(metadata(context, user, await sized(context, user, stored)));
}

/** GET .../photo/$value, .../photos/{size}/$value: the bytes. */
export async function getPhotoValue(context: GraphContext): Promise<GraphResponse> {
	const user = photoOwner(context, permissions.readPhoto);
	const stored = await photoOf(user);
	if (!stored) throw absentPhoto(user);
	const photo = await sized(context, user, stored);
	return {
		status: 200,
		headers: { 'content-type': photo.contentType, etag: `"${photo.etag}"` },
		body: photo.bytes,
	};
}

/** GET .../photos: the available sizes. */
export async function listPhotos(context: GraphContext): Promise<GraphResponse> {
	const user = photoOwner(context, permissions.readPhoto);
	const stored = await photoOf(user);
	if (!stored) throw absentPhoto(user);
	const value = await Promise.all(
		available(user, stored).map(async (side) => entity(await resized(stored, side))),
	);
	return ok({
		'@odata.context': `${context.tenant.origins.graph}/v1.0/$metadata#users('${user.id}')/photos`,
		value,
	});
}

/** PUT and PATCH .../photo/$value: raw bytes under 4 MB. */
export async function putPhoto(context: GraphContext): Promise<GraphResponse> {
	const user = photoOwner(context, permissions.writePhoto);
	checkPhotoRole(context, user);
	const type = (header(context, 'content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
	const { photoTypes, photoEncoding } = context.tenant.settings;
	const accepted = photoTypes === 'jpeg' ? /^image\/jpe?g$/ : /^image\/(jpe?g|png|gif|bmp)$/;
	if (!accepted.test(type))
		throw new GraphError(
			400,
			'BadRequest',
			`The content type '${type}' is not supported for a photo. Use image/jpeg.`,
		);
	const bytes = context.request.body;
	if (bytes === null || bytes.length === 0)
		throw new GraphError(400, 'BadRequest', 'The photo is empty.');
	const { width, height } = await dimensions(bytes);
	if (width < 48)
		throw new GraphError(
			400,
			'ValidationWidthTooSmall',
			'The width of the photo is smaller than 48 pixels.',
		);
	if (height < 48)
		throw new GraphError(
			400,
			'ValidationHeightTooSmall',
			'The height of the photo is smaller than 48 pixels.',
		);
	// Without an Exchange mailbox the limit is about 100 KB, with an odd 404 above it (reported:
	// docs/graph.md#photo-upload).
	if (!user.mailbox && bytes.length > 100 * 1024)
		throw new GraphError(404, 'ResourceNotFound', 'Resource could not be discovered.');
	// A new ETag, even for the same bytes (docs/graph.md#photo-upload).
	const etag = randomBytes(16).toString('hex');
	user.photo =
		photoEncoding === 'kept'
			? { ...storedPhoto(bytes, type, width, height), etag }
			: { ...storedPhoto(await encodedAnew(bytes), 'image/jpeg', width, height), etag };
	return { status: 200 };
}

/** DELETE .../photo/$value. */
export async function deletePhoto(context: GraphContext): Promise<GraphResponse> {
	const user = photoOwner(context, permissions.writePhoto);
	checkPhotoRole(context, user);
	if (!(await photoOf(user))) throw absentPhoto(user);
	user.photo = null;
	return noContent();
}

/** The user of the path, unless the mailbox policy forbids photos (docs/graph.md#photo). */
function photoOwner(context: GraphContext, needed: OperationPermissions): StoredUser {
	const user = targetUser(context, needed);
	if (user.photoForbidden)
		throw new GraphError(
			403,
			'ErrorAccessDenied',
			'Access is denied. Check credentials and try again.',
			{ innerError: { code: 'ForbiddenByPolicy', innerError: { code: 'invalid_role' } } },
		);
	return user;
}

/** A delegated caller also needs an admin role to change another user's photo. */
function checkPhotoRole({ caller, tenant }: GraphContext, user: StoredUser): void {
	if (caller.kind === 'application' || caller.userId === user.id) return;
	const role = tenant.directory.get(caller.userId)?.adminRole ?? '';
	if (!['Global Administrator', 'User Administrator', 'People Administrator'].includes(role))
		throw new GraphError(
			403,
			'ErrorAccessDenied',
			'Access is denied. Check credentials and try again.',
		);
}

const sizeAsked = (context: GraphContext): string | undefined => {
	const at = context.segments.findIndex(({ name }) => name.toLowerCase() === 'photos');
	return at < 0 ? undefined : context.segments[at + 1]?.name;
};

/**
 * Sizes larger than the uploaded photo are unavailable; a photo stored in Entra only has just its
 * own size.
 */
const available = (user: StoredUser, photo: StoredPhoto): number[] =>
	user.mailbox ? sizes.filter((side) => side <= Math.min(photo.width, photo.height)) : [];

async function sized(
	context: GraphContext,
	user: StoredUser,
	photo: StoredPhoto,
): Promise<StoredPhoto> {
	const asked = sizeAsked(context);
	if (asked === undefined) return photo;
	const [, width, height] = /^(\d+)x(\d+)$/i.exec(asked) ?? [];
	if (Number(width) === photo.width && Number(height) === photo.height) return photo;
	if (width !== height || !available(user, photo).includes(Number(width)))
		throw new GraphError(404, 'ImageNotFound', `The photo was not found in the size '${asked}'.`);
	return resized(photo, Number(width));
}

async function resized(photo: StoredPhoto, side: number): Promise<StoredPhoto> {
	const bytes = await (await imaging())(photo.bytes)
		.resize(side, side, { fit: 'cover' })
		.jpeg({ quality: 80 })
		.toBuffer();
	return storedPhoto(bytes, 'image/jpeg', side, side);
}

const encodedAnew = async (bytes: Buffer): Promise<Buffer> =>
	(await imaging())(bytes).jpeg({ quality: 90 }).toBuffer();

async function dimensions(bytes: Buffer): Promise<{ width: number; height: number }> {
	try {
		const { width, height } = await (await imaging())(bytes).metadata();
		return { width, height };
	} catch {
		throw new GraphError(400, 'BadRequest', 'The photo is not an image that can be read.');
	}
}

type PhotoEntity = Record<string, string | number>;

const entity = (photo: StoredPhoto): PhotoEntity => ({
	'@odata.mediaContentType': photo.contentType,
	'@odata.mediaEtag': photo.etag === '' ? '' : `"${photo.etag}"`,
	id: `${photo.width}X${photo.height}`,
	height: photo.height,
	width: photo.width,
});

function metadata(context: GraphContext, user: StoredUser, photo: StoredPhoto): PhotoEntity {
	const body: PhotoEntity = {
		'@odata.context': `${context.tenant.origins.graph}/v1.0/$metadata#users('${user.id}')/photo/$entity`,
		...entity(photo),
	};
	const wanted = context.query.select?.split(',').map((name) => name.trim());
	return wanted === undefined
		? body
		: Object.fromEntries(
				Object.entries(body).filter(([name]) => name.startsWith('@') || wanted.includes(name)),
			);
}
