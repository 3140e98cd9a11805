/** What a signed-in user is asked to permit (docs/graph.md#permissions, docs/graph.md#scopes). */

/** Needed for every sign-in: who it is, and a token that outlives the hour. */
const SIGN_IN = ['openid', 'offline_access'];

const READ = ['User.Read.All', 'People.Read.All', 'Sites.Read.All'];

export const PERMISSIONS = {
	basic: [...SIGN_IN, 'User.Read', 'User.ReadBasic.All', 'People.Read'],
	read: [...SIGN_IN, ...READ],
	readWrite: [...SIGN_IN, ...READ, 'User.ReadWrite.All', 'ProfilePhoto.ReadWrite.All'],
} as const;
