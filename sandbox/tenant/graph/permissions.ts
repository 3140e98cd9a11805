import type { Caller } from '../entra/tokens.ts';
import { accessDenied, GraphError } from './errors.ts';

/** Alternatives: all permissions of one group are needed, and any group is enough. */
type Groups = ReadonlyArray<readonly string[]>;

export interface OperationPermissions {
	/** Delegated, on the signed-in user. */
	readonly self: Groups;
	/** Delegated, on another user or on a collection. */
	readonly others: Groups;
	/** null: never with an app-only token (docs/graph.md#permissions). */
	readonly application: Groups | null;
}

const any = (...names: string[]): Groups => names.map((name) => [name]);
const fullRead = [
	'User.Read.All',
	'User.ReadWrite.All',
	'Directory.Read.All',
	'Directory.ReadWrite.All',
];
const fullWrite = ['User.ReadWrite.All', 'Directory.ReadWrite.All'];

/**
 * The permission columns of docs/graph.md#permissions, with the more privileged permissions that
 * include them.
 */
export const permissions = {
	readUser: {
		self: any('User.Read', 'User.ReadWrite', 'User.ReadBasic.All', ...fullRead),
		others: any('User.ReadBasic.All', ...fullRead),
		application: any('User.ReadBasic.All', ...fullRead),
	},
	/** Needed to see more than the basic profile. */
	readFullProfile: {
		self: any('User.Read', 'User.ReadWrite', ...fullRead),
		others: any(...fullRead),
		application: any(...fullRead),
	},
	listUsers: {
		self: any('User.ReadBasic.All', ...fullRead),
		others: any('User.ReadBasic.All', ...fullRead),
		application: any('User.ReadBasic.All', ...fullRead),
	},
	delta: { self: any(...fullRead), others: any(...fullRead), application: any(...fullRead) },
	readManager: { self: any(...fullRead), others: any(...fullRead), application: any(...fullRead) },
	writeManager: {
		self: any(...fullWrite),
		others: any(...fullWrite),
		application: any(...fullWrite),
	},
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
	updateUser: {
		self: any('User.ReadWrite', ...fullWrite),
		others: any(...fullWrite),
		application: any(...fullWrite),
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
		others: any('ProfilePhoto.ReadWrite.All'),
		application: any('ProfilePhoto.ReadWrite.All', 'User.ReadWrite.All'),
	},
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
	const names = granted(caller);
	return groups !== null && groups.some((group) => group.every((name) => names.has(name)));
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
