import { seedDirectory, tenantDomain, type Seeded } from './directory/seed.ts';
import type { Directory } from './directory/directory.ts';
import type { Group } from './directory/groups.ts';
import type { StoredUser } from './directory/user.ts';
import { defaultSettings, type Settings } from './control/settings.ts';
import { Faults } from './control/faults.ts';
import { RequestLog } from './control/log.ts';
import { seededApps, type AppRegistration } from './entra/apps.ts';
import { Consents } from './entra/consents.ts';
import { AuthorizationCodes } from './entra/authorizationCodes.ts';
import { Tokens } from './entra/tokens.ts';
import type { SigningKey } from './entra/keys.ts';
import { DeltaStates } from './graph/deltaStates.ts';
import { Throttle } from './graph/throttle.ts';
import { Snapshots } from './graph/snapshots.ts';

export interface Origins {
	readonly graph: string;
	readonly login: string;
	readonly control: string;
}

export interface TenantOptions {
	readonly users: number;
	readonly seed: number;
	readonly latencyMs: number;
}

/** All the state of the tenant, shared by its three listeners. */
export class Tenant {
	readonly options: TenantOptions;
	readonly origins: Origins;
	readonly tenantId: string;
	readonly tenantDomain = tenantDomain;
	readonly key: SigningKey;
	readonly faults = new Faults();
	readonly throttle = new Throttle();
	readonly log = new RequestLog();
	readonly tokens: Tokens;
	readonly codes = new AuthorizationCodes();
	readonly snapshots = new Snapshots();
	readonly deltaStates: DeltaStates;
	/** The version of the directory that the search index shows; undefined: the current one. */
	frozenIndex: number | undefined;
	consents = new Consents();
	apps = new Map<string, AppRegistration>();
	namedApps: Record<string, AppRegistration> = {};
	settings: Settings;
	seeded: Seeded;

	constructor(options: TenantOptions, origins: Origins, key: SigningKey, seeded: Seeded) {
		this.options = options;
		this.origins = origins;
		this.key = key;
		this.seeded = seeded;
		this.tenantId = seeded.tenantId;
		this.deltaStates = new DeltaStates(this.tenantId);
		this.settings = defaultSettings(options.latencyMs);
		this.tokens = new Tokens(key, origins.graph, origins.login, this.tenantId);
		this.registerApps();
	}

	/** The tenant's clock, in milliseconds; it may be wrong (setting `clockOffsetSeconds`). */
	now(): number {
		return Date.now() + this.settings.clockOffsetSeconds * 1000;
	}

	/** What advanced queries find: they read an index that lags behind (docs/graph.md#advanced-queries). */
	indexedUsers(): readonly StoredUser[] {
		return this.frozenIndex === undefined
			? this.directory.all()
			: this.directory.asOf(this.frozenIndex);
	}

	get groups(): Map<string, Group> {
		return this.seeded.groups;
	}

	get directory(): Directory {
		return this.seeded.directory;
	}

	/**
	 * Returns to the initial state. Tokens issued earlier stay valid, so that a signed-in client
	 * can go on.
	 */
	reset(): void {
		this.seeded = seedDirectory(this.options);
		this.settings = defaultSettings(this.options.latencyMs);
		this.frozenIndex = undefined;
		this.consents = new Consents();
		this.tokens.restoreRevoked();
		this.snapshots.clear();
		this.deltaStates.clear();
		this.faults.clear();
		this.throttle.clear();
		this.registerApps();
		this.log.clear();
	}

	private registerApps(): void {
		this.namedApps = seededApps();
		this.apps = new Map(Object.values(this.namedApps).map((app) => [app.clientId, app]));
	}
}
