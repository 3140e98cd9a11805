/**
 * Photos as Graph has them. It has many ways to say that a user has none, and some of them may also
 * mean that there is no such user (docs/graph.md#no-photo).
 */
import type { ClientRequest, GraphClient } from '../../transport/client';
import { entityIn, NotAnEntityError } from '../../transport/entity';
import { GraphError } from '../../transport/graphError';
import { type HttpResponse, property, textProperty } from '../../transport/http';
import { settled } from '../../transport/settled';
import { isGraphs404, isNoUser } from '../../users/notFound';
import { confirmed } from '../../users/responses';
import { idOf } from '../../users/userId';
import { imageType, JPEG_TYPE } from './imageType';
import type { UserRef } from '../../users/userRef';
import { PhotoError } from './photoError';

export const PHOTO_SIZES = [
	'48x48',
	'64x64',
	'96x96',
	'120x120',
	'240x240',
	'360x360',
	'432x432',
	'504x504',
	'648x648',
] as const;

/** Codes that say: the user exists and has no photo. */
const NO_PHOTO = new Set([
	'ImageNotFound',
	'ErrorItemNotFound',
	'ErrorEntityNotFound',
	'GetUserPhoto',
	'ConsumerPhotoIsNotSupported',
]);

export interface PhotoFacts {
	readonly contentType: string | null;
	readonly height: number | null;
	readonly width: number | null;
}

/**
 * What Graph knows of the photo.
 * @returns undefined when there is none
 * @throws {GraphError} when there is no such user, or Graph refuses
 */
export async function photoFacts(
	client: GraphClient,
	owner: UserRef,
): Promise<PhotoFacts | undefined> {
	const answered = await settled(
		client.request({ method: 'GET', path: `${owner.path}/photo`, mailbox: owner.key }),
	);
	if ('value' in answered) return factsIn(answered.value);
	const refusal = await meaningOf(answered.error, client, owner, 'absent');
	if (refusal instanceof PhotoError) return undefined;
	throw refusal;
}

/**
 * The photo itself.
 * @param size one of PHOTO_SIZES; without it as large as there is
 * @throws {PhotoError} when there is none (in this size)
 * @throws {GraphError} when there is no such user, or Graph refuses
 */
export async function photoBytes(
	client: GraphClient,
	owner: UserRef,
	size?: string,
): Promise<{ bytes: Buffer; contentType: string }> {
	const answered = await settled(
		client.request({
			method: 'GET',
			path: `${owner.path}${size === undefined ? '/photo' : `/photos/${size}`}/$value`,
			headers: { Accept: '*/*' },
			binary: true,
			mailbox: owner.key,
		}),
	);
	if ('value' in answered) {
		const { status, body, headers } = answered.value;
		const bytes = ArrayBuffer.isView(body)
			? Buffer.from(body.buffer, body.byteOffset, body.byteLength)
			: Buffer.alloc(0);
		const said = headers['content-type']?.split(';')[0].trim().toLowerCase();
		const contentType = said?.startsWith('image/') ? said : imageType(bytes);
		if (contentType === undefined || bytes.length === 0) throw new NotAnEntityError(status);
		return { bytes, contentType };
	}
	if (size !== undefined && isNotFound(answered.error)) {
		const facts = await photoFacts(client, owner);
		if (facts) {
			throw new PhotoError('otherSize', answered.error, sizeOf(facts));
		}
		throw new PhotoError('absent', answered.error);
	}
	throw await meaningOf(answered.error, client, owner, 'absent');
}

/**
 * Uploads a photo, or deletes it. An upload is never part of a batch, where it would be a third larger.
 * @throws {PhotoError} when there is none to delete, or Graph does not accept this one
 * @throws {GraphError} when there is no such user, or Graph refuses
 */
export async function changePhoto(
	client: GraphClient,
	owner: UserRef,
	change: Pick<ClientRequest, 'method' | 'headers' | 'body'>,
): Promise<HttpResponse> {
	const answered = await settled(
		client
			.request({ ...change, path: `${owner.path}/photo/$value`, mailbox: owner.key })
			.then(confirmed),
	);
	if ('value' in answered) return answered.value;
	const type = refusedType(answered.error, change);
	if (type !== undefined) throw new PhotoError('otherType', answered.error as GraphError, type);
	if (change.method === 'DELETE') throw await undeleted(answered.error, client, owner);
	throw await meaningOf(answered.error, client, owner, 'notTaken');
}

/** What a photo that was not deleted means: only that there is none counts as one that is gone. */
async function undeleted(error: unknown, client: GraphClient, owner: UserRef): Promise<unknown> {
	if (!(error instanceof GraphError) || error.status !== 404) return error;
	if (NO_PHOTO.has(error.code)) return new PhotoError('absent', error);
	if (isNoUser(error) && !error.mayBeDone) return error;
	const facts = await settled(photoFacts(client, owner));
	if ('error' in facts) return facts.error;
	return facts.value === undefined ? new PhotoError('absent', error) : error;
}

/** Statuses with which a server may refuse what it was sent, and not who sent it or when. */
const REFUSES_CONTENT = new Set([400, 415, 422, 500, 501]);

/**
 * The type of an uploaded file, if that is the likely reason for a refusal: only JPEG is documented
 * (docs/graph.md#photo-upload). What Graph gives another reason for keeps that.
 */
function refusedType(
	error: unknown,
	{ headers = {} }: Pick<ClientRequest, 'headers'>,
): string | undefined {
	const type = headers['Content-Type'] ?? JPEG_TYPE;
	if (!(error instanceof GraphError) || type === JPEG_TYPE) return undefined;
	if (!REFUSES_CONTENT.has(error.status) || /TooSmall$/.test(error.code)) return undefined;
	return type.replace(/^image\//, '').toUpperCase();
}

const sizeOf = ({ width, height }: PhotoFacts): string | undefined =>
	width === null || height === null ? undefined : `${width} x ${height}`;

/** The picture of nobody, one pixel wide, that Graph gives some users without a photo. */
const isPlaceholder = (body: unknown): boolean =>
	textProperty(body, 'id')?.toLowerCase() === '1x1' ||
	(property(body, 'width') === 1 && property(body, 'height') === 1);

/** What Graph says of every photo, in part or whole; what has none of it is no photo's metadata. */
const FACTS = ['@odata.mediaContentType', '@odata.mediaEtag', 'id', 'width', 'height'];

function factsIn(response: HttpResponse): PhotoFacts | undefined {
	const body = entityIn(response);
	if (!FACTS.some((name) => name in body)) throw new NotAnEntityError(response.status);
	if (isPlaceholder(body)) return undefined;
	const number = (name: string): number | null => {
		const value = property(body, name);
		return typeof value === 'number' ? value : null;
	};
	return {
		contentType: textProperty(body, '@odata.mediaContentType') ?? null,
		height: number('height'),
		width: number('width'),
	};
}

/**
 * What a refusal means. Only some codes say for sure that the photo is meant and not the user; with
 * the others the user is looked up.
 */
async function meaningOf(
	error: unknown,
	client: GraphClient,
	{ path }: UserRef,
	reason: 'absent' | 'notTaken',
): Promise<unknown> {
	if (!isNotFound(error)) return error;
	if (!NO_PHOTO.has(error.code)) {
		const user = await settled(idOf(client, path));
		if ('error' in user) {
			// Who may read photos but not users cannot find out.
			const mayNotLook = user.error instanceof GraphError && user.error.status === 403;
			return mayNotLook ? error : user.error;
		}
	}
	return new PhotoError(reason, error);
}

/** Where a lost try may have deleted the photo, no code is taken to mean that there is no such user. */
const isNotFound = (error: unknown): error is GraphError =>
	isGraphs404(error) && (error.mayBeDone || !isNoUser(error));
