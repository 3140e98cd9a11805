import { z } from 'zod';

const throttleSchema = z.strictObject({
	enabled: z.boolean(),
	/**
	 * Resource units per window and app; null: by the tenant's size, 3500, 5000 or 8000
	 * (docs/graph.md#limits).
	 */
	resourceUnits: z.number().int().min(1).nullable(),
	windowSeconds: z.number().min(0.1),
	windowKind: z.enum(['fixed', 'sliding']),
	/**
	 * Requests of any kind per window and app, those to mailboxes (photo, people, insights)
	 * included; null: no limit.
	 */
	appRequests: z.number().int().min(1).nullable(),
	/** Requests for signInActivity per app and minute; null: no limit. */
	signInActivityPerMinute: z.number().int().min(1).nullable(),
	/** Writes per window and app; null: no limit. */
	writes: z.number().int().min(1).nullable(),
	writesWindowSeconds: z.number().min(0.1),
	/** Requests in flight per app and mailbox (photo, people, insights); null: no limit. */
	mailboxConcurrency: z.number().int().min(1).nullable(),
	/** The form of Retry-After. */
	retryAfter: z.enum(['seconds', 'fraction', 'date', 'missing']),
});

/** What tests and demos can change while the tenant runs (PATCH /settings). */
export const settingsSchema = z.strictObject({
	/** The tenant has SharePoint Online (docs/graph.md#no-spo-license). */
	sharePoint: z.boolean(),
	/** An External ID or B2C tenant: no $search, no $count, no delta (docs/graph.md#advanced-queries). */
	b2c: z.boolean(),
	/** Guests may list users, where the tenant gives them a member's access. */
	guestsMayList: z.boolean(),
	/** The tenant has a premium (P1) license, which signInActivity needs. */
	premium: z.boolean(),
	/**
	 * Lists of a group's members that are cast to users: `any` in both modes, as public code has it;
	 * `advanced` only in advanced mode, as the docs say (docs/graph.md#group-members).
	 */
	groupCasts: z.enum(['any', 'advanced']),
	/** signInActivity of a group's members: whether Graph returns it there, no source says. */
	memberSignInActivity: z.enum(['returned', 'empty']),
	/** Item insights are switched on for the tenant (docs/graph.md#insights-off). */
	insights: z.boolean(),
	/**
	 * Nobody may read the profile (SharePoint) fields of others: 403 on a wide $select
	 * (docs/graph.md#wide-select-refused).
	 */
	hideProfileFieldsFromOthers: z.boolean(),
	/**
	 * App-only PATCH of aboutMe, employeeHireDate and so on: the docs say no, one report says yes
	 * (docs/graph.md#conflicting-sources).
	 */
	appOnlyProfileUpdate: z.enum(['refused', 'accepted']),
	profileFieldsTogether: z.enum(['accepted', 'refused']),
	/** Extension attributes of synced users: `ignored` means accepted with 204 and not changed. */
	syncedExtensionAttributes: z.enum(['refused', 'ignored']),
	/**
	 * `required`: phones, other mails and accountEnabled need their own permission; `included`:
	 * User.ReadWrite.All covers them (docs/graph.md#sensitive-actions).
	 */
	sensitivePermissions: z.enum(['included', 'required']),
	/**
	 * How deltaLinks are answered: `resync` 410 with Location, `expired` 400 syncStateNotFound,
	 * `tooOld` 400 Request_UnsupportedQuery, `malformed` and `otherTenant` 400 Request_BadRequest
	 * (docs/graph.md#delta-expired).
	 */
	deltaTokens: z.enum(['valid', 'resync', 'expired', 'tooOld', 'malformed', 'otherTenant']),
	/** Every round of changes repeats its first change. */
	deltaReplays: z.boolean(),
	/** A round has an entry for each change of a user, not one for each user. */
	deltaDuplicates: z.boolean(),
	/** Every round begins with a page that is empty but for its link. */
	deltaEmptyPages: z.boolean(),
	/** The first round also lists users in the recycle bin, as removed. */
	deltaRemovedAtFirst: z.boolean(),
	/** The most users in a page of a delta query (docs/graph.md#delta-page-size). */
	deltaLargestPage: z.number().int().min(1),
	/** `frozen`: from then on, advanced queries find what there was at that moment. */
	searchIndex: z.enum(['current', 'frozen']),
	/** The 404 for people and trending documents of users without a mailbox. */
	missingMailbox: z.enum(['ResourceNotFound', 'MailboxNotEnabledForRESTAPI']),
	/** Next links of people: `skipZero`, `repeated` and `endless` never end. */
	peopleLinks: z.enum(['proper', 'skipZero', 'repeated', 'endless']),
	/**
	 * Types of photo uploads: only JPEG is documented, PNG was reported to work
	 * (docs/graph.md#photo-upload).
	 */
	photoTypes: z.enum(['jpeg', 'any']),
	/** `anew`: uploads are encoded again, as JPEG, which Graph does; `kept`: the bytes stay. */
	photoEncoding: z.enum(['anew', 'kept']),
	/** Every Graph request takes at least this long. */
	latencyMs: z.number().min(0).max(600_000),
	/** How far the tenant's clock is ahead (negative: behind): `Date` and a dated Retry-After. */
	clockOffsetSeconds: z.number(),
	/** Lifetime of access tokens in seconds. */
	accessTokenLifetime: z.number().int().min(1),
	/**
	 * Entra still accepts a refresh token that was exchanged before; `refused` exposes a client
	 * that does not store the newest.
	 */
	oldRefreshTokens: z.enum(['accepted', 'refused']),
	/** Skips the consent page. */
	autoConsent: z.boolean(),
	throttle: throttleSchema,
});

/** PATCH /settings: any settings, and any members of `throttle`. */
export const settingsPatchSchema = settingsSchema
	.partial()
	.extend({ throttle: throttleSchema.partial().optional() });

export type Settings = z.infer<typeof settingsSchema>;

export const defaultSettings = (latencyMs: number): Settings => ({
	sharePoint: true,
	b2c: false,
	guestsMayList: false,
	premium: true,
	groupCasts: 'any',
	memberSignInActivity: 'returned',
	insights: true,
	hideProfileFieldsFromOthers: false,
	appOnlyProfileUpdate: 'refused',
	profileFieldsTogether: 'accepted',
	syncedExtensionAttributes: 'refused',
	sensitivePermissions: 'included',
	deltaTokens: 'valid',
	deltaReplays: false,
	deltaDuplicates: false,
	deltaEmptyPages: false,
	deltaRemovedAtFirst: false,
	deltaLargestPage: 200,
	searchIndex: 'current',
	missingMailbox: 'ResourceNotFound',
	peopleLinks: 'proper',
	photoTypes: 'any',
	photoEncoding: 'kept',
	latencyMs,
	clockOffsetSeconds: 0,
	accessTokenLifetime: 3599,
	oldRefreshTokens: 'accepted',
	autoConsent: false,
	throttle: {
		enabled: false,
		resourceUnits: null,
		appRequests: null,
		signInActivityPerMinute: 10,
		windowSeconds: 10,
		windowKind: 'fixed',
		writes: 3000,
		writesWindowSeconds: 150,
		mailboxConcurrency: 4,
		retryAfter: 'seconds',
	},
});
