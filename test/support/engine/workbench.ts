/**
 * A sandbox tenant and n8n's engine together, for one test file. A refusal in the tenant's log that
 * a test did not expect fails that test.
 */
import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { PERMISSIONS } from '../../../credentials/entra/scopes';
import {
	borrowTenant,
	type CastMember,
	type RunningTenant,
	type TenantArguments,
} from '../tenant/startTenant';
import type { StoredCredential } from './credentials';
import { takeWarnings } from './n8nLog';
import { type Outcome, type Path, runNode, type RunOptions } from './engine';

/** One line of the tenant's request log (sandbox/tenant/README.md). */
export interface LogEntry {
	seq: number;
	origin: 'graph' | 'login';
	method: string;
	/** Without the query. */
	path: string;
	url: string;
	query: Record<string, string>;
	headers: Record<string, unknown>;
	body: unknown;
	status: number;
	errorCode: string | null;
	errorMessage: string | null;
	/** `seq` of the $batch this was a part of. */
	parent: number | null;
}

export interface SignIn {
	/** Whose token; the tenant's administrator by default. */
	as?: CastMember;
	scopes?: readonly string[];
	/** Seconds until the access token expires. */
	expiresIn?: number;
}

/** The type of a fault, or the fault with its details. */
type Fault = string | ({ type: string } & Record<string, unknown>);

interface FaultMatch {
	origin?: 'graph' | 'login';
	method?: string;
	/** A regular expression on path and query. */
	pathPattern?: string;
	/** True: only parts of a batch; false: only single requests. */
	insideBatch?: boolean;
}

type WorkbenchRun = Partial<Omit<RunOptions, 'credentials' | 'parameters'>> & {
	signIn?: SignIn;
	credential?: StoredCredential;
};

export const BOTH_PATHS: Path[] = ['allItems', 'routing'];

export class Workbench {
	tenant!: RunningTenant;
	private expected: Array<(entry: LogEntry) => boolean> = [];

	/** A tenant for the whole test file; looks at its log after each test. */
	constructor(options: TenantArguments = {}) {
		beforeAll(async () => {
			this.tenant = await borrowTenant(options);
		});
		afterAll(async () => await this.tenant.stop());
		beforeEach(async () => {
			this.expected = [];
			takeWarnings();
			await this.tenant.control('POST', '/reset');
			await this.tenant.control('DELETE', '/log');
		});
		afterEach(async () => {
			const refused = (await this.log()).filter(
				(entry) => entry.status >= 400 && !this.expected.some((matches) => matches(entry)),
			);
			expect(
				refused.map(({ method, url, status, errorCode, errorMessage }) => ({
					method,
					url,
					status,
					errorCode,
					errorMessage,
				})),
			).toEqual([]);
		});
	}

	/** A refusal with this status (and, if given, Graph's code) is what the test is about. */
	expectRefusal(status: number, code?: string): void {
		this.expected.push(
			(entry) => entry.status === status && (code === undefined || entry.errorCode === code),
		);
	}

	/** Every request in order of arrival, without those of the test itself. */
	async log(): Promise<LogEntry[]> {
		const entries = (await this.tenant.control('GET', '/log')).body as unknown as LogEntry[];
		const own = this.tenant.apps.publicClient.clientId;
		return entries.filter(
			({ headers: { authorization } }) =>
				(authorization as { app?: string } | undefined)?.app !== own,
		);
	}

	/** What was written to n8n's log in this test, or since the last call. */
	warnings(): string[] {
		return takeWarnings();
	}

	/** Waits until `wanted` holds; the test's time limit ends it. */
	async until(wanted: (log: LogEntry[]) => boolean): Promise<void> {
		while (!wanted(await this.log())) await new Promise((resolve) => setTimeout(resolve, 10));
	}

	/** The requests that reached Graph, with the parts of a batch instead of the batch. */
	async asked(): Promise<LogEntry[]> {
		return (await this.log()).filter(
			({ origin, path }) => origin === 'graph' && !path.endsWith('/$batch'),
		);
	}

	/** A connected OAuth2 credential, as n8n stores it after the sign-in. */
	async credential({
		as = this.tenant.cast.admin,
		scopes = PERMISSIONS.readWrite,
		expiresIn,
	}: SignIn = {}): Promise<StoredCredential> {
		const { delegated } = this.tenant.apps;
		const token = await this.tenant.token({
			user: as.id,
			scopes: [...scopes],
			clientId: delegated.clientId,
			...(expiresIn === undefined ? {} : { expiresIn }),
		});
		return {
			type: 'office365UsersOAuth2Api',
			data: {
				cloud: 'custom',
				loginBaseUrl: this.tenant.login,
				graphBaseUrl: this.tenant.graph,
				tenantId: this.tenant.tenantId,
				clientId: delegated.clientId,
				clientSecret: delegated.clientSecret,
				permissions: 'readWrite',
				oauthTokenData: { ...token },
			},
		};
	}

	/** Runs the node over the items. */
	async run(
		parameters: INodeParameters,
		{ signIn, credential, ...options }: WorkbenchRun = {},
	): Promise<Outcome> {
		return await runNode({
			parameters,
			credentials: { '1': credential ?? (await this.credential(signIn)) },
			...options,
		});
	}

	/** The same, for a run that must succeed: just the results. */
	async results(parameters: INodeParameters, options: WorkbenchRun = {}): Promise<IDataObject[]> {
		const { items, error } = await this.run(parameters, options);
		if (error) throw error;
		return items.map(({ json }) => json);
	}

	/**
	 * Everyone in the tenant's own order with these fields, read bypassing the node; not in the log.
	 * @param query further query options, such as `$orderby=displayName`
	 */
	async everyone(fields: readonly string[], query = ''): Promise<IDataObject[]> {
		const { access_token } = await this.tenant.token({
			user: this.tenant.cast.admin.id,
			scopes: ['User.Read.All'],
			clientId: this.tenant.apps.publicClient.clientId,
		});
		const users: IDataObject[] = [];
		for (
			let next: string | undefined = `/users?$top=999&$select=${fields.join(',')}&${query}`;
			next !== undefined;

		) {
			const { status, body } = await this.tenant.get(next, access_token);
			if (status !== 200) throw new Error(`${next}: ${status} ${body.error.message}`);
			users.push(...(body.value as unknown as IDataObject[]));
			next = body['@odata.nextLink'];
		}
		return users;
	}

	/** Adds a user to the tenant. */
	async addUser(properties: IDataObject, facts: IDataObject = {}): Promise<string> {
		const { status, body } = await this.tenant.control('POST', '/users', { properties, ...facts });
		if (status !== 200) throw new Error(JSON.stringify(body));
		return body.id;
	}

	/**
	 * Gives profiles to those who have none: SharePoint's fields can then be read of everybody, each
	 * at an address of their own.
	 */
	async giveEveryoneProfiles(): Promise<void> {
		for (const { id } of [this.tenant.cast.noSharePoint, this.tenant.cast.guest]) {
			const { status, body } = await this.tenant.control('PATCH', `/users/${id}`, {
				sharePoint: true,
			});
			if (status !== 200) throw new Error(JSON.stringify(body));
		}
	}

	/** Changes the tenant's settings (sandbox/tenant/README.md, Settings); undone after the test. */
	async set(settings: Record<string, unknown>): Promise<void> {
		const { status, body } = await this.tenant.control('PATCH', '/settings', settings);
		if (status !== 200) throw new Error(JSON.stringify(body));
	}

	/** Makes coming requests fail (sandbox/tenant/README.md, faults); undone after the test. */
	async fault(
		action: Fault,
		where: FaultMatch & { count?: number; skip?: number } = {},
	): Promise<void> {
		const { count, skip, ...match } = where;
		const { status, body } = await this.tenant.control('POST', '/faults', {
			match,
			action,
			...(count === undefined ? {} : { count }),
			...(skip === undefined ? {} : { skip }),
		});
		if (status !== 200) throw new Error(JSON.stringify(body));
	}

	/** The user as the tenant stores it, including what Graph does not return. */
	async stored(user: CastMember | string): Promise<IDataObject> {
		const id = typeof user === 'string' ? user : user.id;
		const { body } = await this.tenant.control('GET', `/users/${encodeURIComponent(id)}`);
		return body.properties as IDataObject;
	}
}

/** The value of the parameter User, as the editor stores it. */
export const user = (value: string, mode: 'list' | 'upn' | 'id' = 'upn'): INodeParameters => ({
	__rl: true,
	mode,
	value,
});

/** One item for each value, in the field `user`. */
export const itemsFor = (...users: unknown[]): INodeExecutionData[] =>
	users.map((value) => ({ json: { user: value as string } }));

/** The parameter User taken from the item. */
export const userOfItem = user('={{ $json.user }}');
