export type PropertyValue =
	| string
	| number
	| boolean
	| null
	| readonly PropertyValue[]
	| JsonObject;
export interface JsonObject {
	readonly [name: string]: PropertyValue;
}

export const isObject = (value: unknown): value is JsonObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

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

/** How SharePoint fails for one user (docs/graph.md#sharepoint-errors). */
export const sharePointFailures = [
	'notFound',
	'exception',
	'unauthorized',
	'guestProfile',
	'unlicensed',
	'status401',
	'status403',
	'wrapped401',
] as const;
export type SharePointFailure = (typeof sharePointFailures)[number];

export interface StoredPhoto {
	readonly bytes: Buffer;
	readonly contentType: string;
	readonly width: number;
	readonly height: number;
	readonly etag: string;
}

/** A stored user: what Graph returns, and what it keeps internal. */
export interface StoredUser {
	readonly id: string;
	properties: UserProperties;
	/** The id of a user or of an orgContact. */
	managerId: string | null;
	/** Exchange Online mailbox. */
	mailbox: boolean;
	/**
	 * The user has a SharePoint Online license and a profile. Otherwise how SharePoint refuses:
	 * false with a 403, or in one of the reported ways.
	 */
	sharePoint: boolean | SharePointFailure;
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
	/** Open extensions by name (docs/graph.md#extensions). */
	openExtensions: Readonly<Record<string, JsonObject>>;
	/** The mailbox policy forbids the user's photo to be read and changed (docs/graph.md#photo). */
	photoForbidden: boolean;
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
