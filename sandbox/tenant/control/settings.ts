import { z } from 'zod';

const throttleSchema = z.strictObject({
	enabled: z.boolean(),
	/** Resource units per window and app; null: by the tenant's size, 3500, 5000 or 8000 (graph-facts 3). */
	resourceUnits: z.number().int().min(1).nullable(),
	windowSeconds: z.number().min(0.1),
	windowKind: z.enum(['fixed', 'sliding']),
	/** Writes per window and app; null: no limit. */
	writes: z.number().int().min(1).nullable(),
	writesWindowSeconds: z.number().min(0.1),
	/** Requests in flight per app and mailbox (photo, people, insights); null: no limit. */
	mailboxConcurrency: z.number().int().min(1).nullable(),
	/** The form of Retry-After. */
	retryAfter: z.enum(['seconds', 'fraction', 'date', 'missing']),
});

/** What tests and demos may turn while the tenant runs (PATCH /settings). */
export const settingsSchema = z.strictObject({
	/** The tenant has SharePoint Online (graph-facts 1.3). */
	sharePoint: z.boolean(),
	/** Item insights are switched on for the tenant (graph-facts 2.9). */
	insights: z.boolean(),
	/** Nobody may read the profile (SharePoint) fields of others: 403 on a wide $select (graph-facts 1.3). */
	hideProfileFieldsFromOthers: z.boolean(),
	/** App-only PATCH of aboutMe, employeeHireDate, ...: the docs say no, one report says yes (graph-facts 8). */
	appOnlyProfileUpdate: z.enum(['refused', 'accepted']),
	profileFieldsTogether: z.enum(['accepted', 'refused']),
	/** `required`: phones, other mails and accountEnabled need their own permission; `included`: User.ReadWrite.All holds them (graph-facts 1.5). */
	sensitivePermissions: z.enum(['included', 'required']),
	/** What becomes of deltaLinks: `resync` 410 with Location, `expired` 400 syncStateNotFound (graph-facts 2.10). */
	deltaTokens: z.enum(['valid', 'resync', 'expired']),
	/** Every round of changes repeats its first one. */
	deltaReplays: z.boolean(),
	/** Every Graph request takes at least this long. */
	latencyMs: z.number().min(0).max(600_000),
	/** Lifetime of access tokens in seconds. */
	accessTokenLifetime: z.number().int().min(1),
	/** Entra goes on accepting a refresh token that was exchanged before; `refused` shows a client that does not store the newest. */
	oldRefreshTokens: z.enum(['accepted', 'refused']),
	/** Skips the consent page. */
	autoConsent: z.boolean(),
	throttle: throttleSchema,
});

/** PATCH /settings: any of them; of throttle any member. */
export const settingsPatchSchema = settingsSchema
	.partial()
	.extend({ throttle: throttleSchema.partial().optional() });

export type Settings = z.infer<typeof settingsSchema>;

export const defaultSettings = (latencyMs: number): Settings => ({
	sharePoint: true,
	insights: true,
	hideProfileFieldsFromOthers: false,
	appOnlyProfileUpdate: 'refused',
	profileFieldsTogether: 'accepted',
	sensitivePermissions: 'included',
	deltaTokens: 'valid',
	deltaReplays: false,
	latencyMs,
	accessTokenLifetime: 3599,
	oldRefreshTokens: 'accepted',
	autoConsent: false,
	throttle: {
		enabled: false,
		resourceUnits: null,
		windowSeconds: 10,
		windowKind: 'fixed',
		writes: 3000,
		writesWindowSeconds: 150,
		mailboxConcurrency: 4,
		retryAfter: 'seconds',
	},
});
