import type { Caller } from '../entra/tokens.ts';
import { accessDenied, GraphError } from './errors.ts';

/** Alternatives: all permissions of one group are needed, and any group is enough. */
export type Groups = ReadonlyArray<readonly string[]>;

export interface OperationPermissions {
	/** Delegated, on the signed-in user. */
	readonly self: Groups;
	/** Delegated, on another user or on a collection. */
	readonly others: Groups;
	/** null: never with an app-only token (docs/graph.md#permissions). */
	readonly application: Groups | null;
}

const any = (...names: string[]): Groups => names.map((name) => [name]);
const same = (...names: string[]): OperationPermissions => ({
	self: any(...names),
	others: any(...names),
	application: any(...names),
});
/** Permissions that read whole profiles of everybody. */
export const fullRead: readonly string[] = [
	'User.Read.All',
	'User.ReadUpdate.All',
	'User.ReadWrite.All',
	'Directory.Read.All',
	'Directory.ReadWrite.All',
];
/** Permissions that change everybody. */
export const fullWrite: readonly string[] = ['User.ReadWrite.All', 'Directory.ReadWrite.All'];
/** Permissions for single properties (docs/graph.md#narrow-permissions). */
const narrowWrite = [
	'User.EnableDisableAccount.All',
	'User-Phone.ReadWrite.All',
	'User-Mail.ReadWrite.All',
	'User-PasswordProfile.ReadWrite.All',
	'User-LifeCycleInfo.ReadWrite.All',
	'CustomSecAttributeAssignment.ReadWrite.All',
];
/** Some of them carry basic reading. */
const basicRead = [
	'User.ReadBasic.All',
	'User-Phone.ReadWrite.All',
	'User-Mail.ReadWrite.All',
	'User-PasswordProfile.ReadWrite.All',
	'User-LifeCycleInfo.Read.All',
	'User-LifeCycleInfo.ReadWrite.All',
];

/**
 * The permission columns of docs/graph.md#permissions, with the more privileged permissions that
 * include them.
 */
export const permissions = {
	readUser: {
		self: any('User.Read', 'User.ReadWrite', ...basicRead, ...fullRead),
		others: any(...basicRead, ...fullRead),
		application: any(...basicRead, ...fullRead),
	},
	/** Needed to see more than the basic profile. */
	readFullProfile: {
		self: any('User.Read', 'User.ReadWrite', ...fullRead),
		others: any(...fullRead),
		application: any(...fullRead),
	},
	listUsers: same(...basicRead, ...fullRead),
	delta: same(...fullRead),
	readManager: same(...fullRead),
	readObject: same('Directory.Read.All', 'Directory.ReadWrite.All'),
	writeManager: same(...fullWrite),
	readReports: {
		self: [
			['User.Read', 'User.ReadBasic.All'],
			['User.ReadWrite', 'User.ReadBasic.All'],
			...any(...fullRead),
		],
		others: [
			['User.Read', 'User.ReadBasic.All'],
			['User.ReadWrite', 'User.ReadBasic.All'],
			...any(...fullRead),
		],
		application: any(...fullRead),
	},
	/** To change anything at all; each property then has its own (updateRights.ts). */
	updateUser: {
		self: any('User.ReadWrite', 'User.ReadUpdate.All', ...fullWrite, ...narrowWrite),
		others: any('User.ReadUpdate.All', ...fullWrite, ...narrowWrite),
		application: any('User.ReadUpdate.All', ...fullWrite, ...narrowWrite),
	},
	readPhoto: {
		self: any(
			'User.Read',
			'User.ReadWrite',
			'User.ReadBasic.All',
			'ProfilePhoto.Read.All',
			'ProfilePhoto.ReadWrite.All',
			...fullRead,
		),
		others: any(
			'User.ReadBasic.All',
			'ProfilePhoto.Read.All',
			'ProfilePhoto.ReadWrite.All',
			'User.Read.All',
			'User.ReadWrite.All',
		),
		application: any(
			'ProfilePhoto.Read.All',
			'ProfilePhoto.ReadWrite.All',
			'User.Read.All',
			'User.ReadWrite.All',
		),
	},
	writePhoto: {
		self: any('User.ReadWrite', 'User.ReadWrite.All', 'ProfilePhoto.ReadWrite.All'),
		others: any('ProfilePhoto.ReadWrite.All', 'User.ReadWrite.All'),
		application: any('ProfilePhoto.ReadWrite.All', 'User.ReadWrite.All'),
	},
	writeOpenExtensions: {
		self: any('User.ReadWrite', ...fullWrite),
		others: any(...fullWrite),
		application: any(...fullWrite),
	},
	readGroups: same(
		'GroupMember.Read.All',
		'Group.Read.All',
		'Directory.Read.All',
		'Directory.ReadWrite.All',
	),
	readExtensionDefinitions: same(
		'Application.Read.All',
		'Directory.Read.All',
		'Directory.ReadWrite.All',
	),
	readAttributeDefinitions: same(
		'CustomSecAttributeDefinition.Read.All',
		'CustomSecAttributeDefinition.ReadWrite.All',
	),
	readSkus: same(
		'LicenseAssignment.Read.All',
		'Organization.Read.All',
		'Directory.Read.All',
		'Directory.ReadWrite.All',
	),
	readPeople: {
		self: any('People.Read', 'People.Read.All'),
		others: any('People.Read.All'),
		application: any('People.Read.All'),
	},
	readTrending: {
		self: any('Sites.Read.All', 'Sites.ReadWrite.All'),
		others: any('Sites.Read.All', 'Sites.ReadWrite.All'),
		application: null,
	},
} as const satisfies Record<string, OperationPermissions>;

export const granted = (caller: Caller): ReadonlySet<string> =>
	caller.kind === 'delegated' ? caller.scopes : caller.roles;

/** userId null: a collection. */
export function holds(
	caller: Caller,
	needed: OperationPermissions,
	userId: string | null,
): boolean {
	const groups =
		caller.kind === 'application'
			? needed.application
			: caller.userId === userId
				? needed.self
				: needed.others;
	return groups !== null && covers(caller, groups);
}

/** All permissions of one of the groups are granted. */
export function covers(caller: Caller, groups: Groups): boolean {
	const names = granted(caller);
	return groups.some((group) => group.every((name) => names.has(name)));
}

export function demand(caller: Caller, needed: OperationPermissions, userId: string | null): void {
	if (!holds(caller, needed, userId)) throw accessDenied();
}

/** "/me" of an app-only token (docs/graph.md#me). */
export const meNeedsDelegated = (): GraphError =>
	new GraphError(
		400,
		'BadRequest',
		'/me request is only valid with delegated authentication flow.',
	);
