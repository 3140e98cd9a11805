/** One stored user: what Graph shows, and what it keeps to itself. */
export type MemberValues = Readonly<Record<string, string | boolean | null>>;
export type PropertyValue = string | boolean | null | readonly string[] | MemberValues;

/** A property that was never set is absent here: delta leaves it out, GET shows null (graph-facts 2.10). */
export type UserProperties = Record<string, PropertyValue | undefined>;

/** What a user without a photo answers: the shapes differ in real life (graph-facts 2.7). */
export const noPhotoShapes = [
	'ImageNotFound',
	'ErrorItemNotFound',
	'ErrorEntityNotFound',
	'GetUserPhoto',
	'UnknownError',
	'transparentGif',
] as const;
export const noMailboxShapes = [
	'MailboxNotEnabledForRESTAPI',
	'ErrorNonExistentMailbox',
	'ErrorProfileNotFound',
	'ErrorUserResolutionFailedUserDoesNotExist',
] as const;
export const absentPhotoShapes = [
	...noPhotoShapes,
	...noMailboxShapes,
	'ResourceNotFound',
] as const;
export type AbsentPhotoShape = (typeof absentPhotoShapes)[number];

export interface StoredPhoto {
	readonly bytes: Buffer;
	readonly contentType: string;
	readonly width: number;
	readonly height: number;
	readonly etag: string;
}

export interface StoredUser {
	readonly id: string;
	properties: UserProperties;
	/** The id of a user or of an orgContact. */
	managerId: string | null;
	/** Exchange Online mailbox. */
	mailbox: boolean;
	/** SharePoint Online licence of this user. */
	sharePoint: boolean;
	/** Mastered on-premises: most properties refuse PATCH (graph-facts 1.4). */
	synced: boolean;
	/** Formerly synced: its extension attributes belong to Exchange (graph-facts 1.2). */
	exchangeOwned: boolean;
	/** Entra role, e.g. "Global Administrator"; null for ordinary users. */
	adminRole: string | null;
	/** Item insights (trending) switched on for this user (graph-facts 2.9). */
	insights: boolean;
	/** undefined: the seeded picture, drawn when first asked for; null: none. */
	photo: StoredPhoto | null | undefined;
	absentPhoto: AbsentPhotoShape;
}

export interface OrgContact {
	readonly id: string;
	readonly displayName: string;
	readonly mail: string;
	readonly givenName: string;
	readonly surname: string;
}

export const isGuest = (user: StoredUser): boolean => user.properties.userType === 'Guest';
export const text = (value: PropertyValue | undefined): string =>
	typeof value === 'string' ? value : '';
export const userPrincipalName = (user: StoredUser): string =>
	text(user.properties.userPrincipalName);
