/** A stored user: what Graph returns, and what it keeps internal. */
export type MemberValues = Readonly<Record<string, string | boolean | null>>;
export type PropertyValue = string | boolean | null | readonly string[] | MemberValues;

/**
 * A property that was never set is absent here: delta leaves it out, GET shows null
 * (docs/graph.md#delta-values).
 */
export type UserProperties = Record<string, PropertyValue | undefined>;

/** Responses for a user without a photo: they vary in real life (docs/graph.md#no-photo). */
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
	/** This user has a SharePoint Online license. */
	sharePoint: boolean;
	/** Mastered on-premises: most properties refuse PATCH (docs/graph.md#synced-users). */
	synced: boolean;
	/**
	 * Formerly synced: its extension attributes belong to Exchange
	 * (docs/graph.md#extension-attributes).
	 */
	exchangeOwned: boolean;
	/** Entra role, e.g. "Global Administrator"; null for ordinary users. */
	adminRole: string | null;
	/** Item insights (trending) switched on for this user (docs/graph.md#insights-off). */
	insights: boolean;
	/** undefined: the generated photo, drawn when first requested; null: none. */
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
