/** What a photo needs: to read or change it, one's own or another user's, by a user or an app. */
import type { AskedOfGraph } from '../../messages/asked';
import { ME } from '../../users/userRef';

/** Of the signed-in user (docs/graph.md#photo-permissions). */
export const OWN = { read: 'User.Read', change: 'User.ReadWrite' } as const;
/** Of another user. */
export const OTHERS = {
	read: 'User.ReadBasic.All or ProfilePhoto.Read.All',
	change: 'ProfilePhoto.ReadWrite.All or User.ReadWrite.All',
} as const;
const BY_APP = { ...OTHERS, read: 'ProfilePhoto.Read.All or User.Read.All' } as const;

export function photoPermission(
	{ appOnly, user = ME }: Pick<AskedOfGraph, 'appOnly' | 'user'>,
	action: 'read' | 'change',
): string {
	return (appOnly ? BY_APP : user.key === ME.key ? OWN : OTHERS)[action];
}
