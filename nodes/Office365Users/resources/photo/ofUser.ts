/** Whose photo an operation is about. */
import { userIdentity } from '../../parameters/user';
import type { PhotoOwner } from '../../transport/photo';
import type { GraphRequestOptions } from '../../transport/request';

/** After the step that put the user's path in place. */
export const photoOwner = ({ url, graph }: GraphRequestOptions): PhotoOwner => ({
	path: url.replace(/\/photo(\/\$value)?$/, ''),
	mailbox: (graph.user ?? 'me').toLowerCase(),
});

/** A name for the photo's file. */
export const photoFileName = (user: string, extension: string | null): string =>
	`${userIdentity(user, 'User')}${extension ?? ''}`;
