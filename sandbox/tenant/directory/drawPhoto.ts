import { createHash } from 'node:crypto';
import type { StoredPhoto, StoredUser } from './user.ts';

const side = 648;

/**
 * sharp is only loaded when the first photo is needed, because it would dominate the start time.
 */
export async function imaging(): Promise<typeof import('sharp').default> {
	return (await import('sharp')).default;
}

/**
 * The user's photo: as uploaded, or a generated one in the user's own colors; null if there is
 * none.
 */
export async function photoOf(user: StoredUser): Promise<StoredPhoto | null> {
	if (user.photo !== undefined) return user.photo;
	const hue = Number.parseInt(user.id.slice(0, 4), 16) % 360;
	const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}" viewBox="0 0 100 100"><rect width="100" height="100" fill="hsl(${hue},45%,78%)"/>
    <circle cx="50" cy="40" r="19" fill="hsl(${(hue + 40) % 360},35%,45%)"/><path d="M14 100c0-24 16-36 36-36s36 12 36 36z" fill="hsl(${hue},50%,38%)"/></svg>`;
	const bytes = await (await imaging())(Buffer.from(svg)).jpeg({ quality: 80 }).toBuffer();
	user.photo = storedPhoto(bytes, 'image/jpeg', side, side);
	return user.photo;
}

export const storedPhoto = (
	bytes: Buffer,
	contentType: string,
	width: number,
	height: number,
): StoredPhoto => ({
	bytes,
	contentType,
	width,
	height,
	etag: createHash('sha256').update(bytes).digest('hex').slice(0, 32),
});
