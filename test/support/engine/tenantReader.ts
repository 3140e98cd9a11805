/** What the tenant holds, read bypassing the node: plain Graph requests and the control API. */
import type { IDataObject } from 'n8n-workflow';

import type { Answer, CastMember } from '../tenant/startTenant';
import { asConnectorUser } from './connector';
import { EVERY_RIGHT } from './updating';
import type { Workbench } from './workbench';

/** The header of an advanced query, which also needs `$count=true`. */
export const ADVANCED = { ConsistencyLevel: 'eventual' };

/** The query of an address. */
export const query = (options: Record<string, string>): string =>
	Object.entries(options)
		.map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
		.join('&');

/** A filter on the start of the six names and addresses that Search Users compares. */
export const startsWith = (term: string): string =>
	['displayName', 'givenName', 'surname', 'mail', 'mailNickname', 'userPrincipalName']
		.map((name) => `startswith(${name},'${term}')`)
		.join(' or ');

/** Reads as an administrator who may read everything; the log leaves it out. */
export class TenantReader {
	constructor(private readonly bench: Workbench) {}

	member = (name: string): CastMember => this.bench.tenant.cast[name];

	/** The user as the tenant keeps it. */
	stored = async (key: string): Promise<IDataObject> => await this.bench.stored(key);

	/** A GET to Graph, whatever the response. @param path begins after /v1.0, or is a whole URL */
	request = async (path: string, headers: Record<string, string> = {}): Promise<Answer> => {
		const { tenant } = this.bench;
		const { access_token } = await tenant.token({
			user: tenant.cast.admin.id,
			scopes: [...EVERY_RIGHT],
			clientId: tenant.apps.publicClient.clientId,
		});
		return await tenant.get(path, access_token, headers);
	};

	/** The same, for one that must succeed: just the body. */
	graph = async (path: string, headers?: Record<string, string>): Promise<IDataObject> => {
		const { status, body } = await this.request(path, headers);
		if (status !== 200) throw new Error(`${path}: ${status} ${body.error.message}`);
		return body as unknown as IDataObject;
	};

	/** A list, all pages of it. */
	list = async (path: string, headers?: Record<string, string>): Promise<IDataObject[]> => {
		const entities: IDataObject[] = [];
		for (let next: string | undefined = path; next !== undefined; ) {
			const body: IDataObject = await this.graph(next, headers);
			entities.push(...(body.value as IDataObject[]));
			next = body['@odata.nextLink'] as string | undefined;
		}
		return entities;
	};

	/** A user's ID and fields. @param key ID, user principal name or `me` */
	person = async (key: unknown, ...fields: string[]): Promise<IDataObject> => {
		const path = key === 'me' ? '/me' : `/users/${encodeURIComponent(String(key))}`;
		const body = await this.graph(`${path}?$select=${['id', ...fields].join(',')}`);
		return Object.fromEntries(['id', ...fields].map((name) => [name, body[name]])) as IDataObject;
	};

	/** The same for each user of a list, one by one: lists lack profile fields. */
	people = async (users: IDataObject[], ...fields: string[]): Promise<IDataObject[]> =>
		await Promise.all(users.map(async ({ id }) => await this.person(id, ...fields)));

	/** The same as the connector returned them. */
	connectorPeople = async (users: IDataObject[], ...fields: string[]): Promise<IDataObject[]> =>
		(await this.people(users, ...fields)).map(asConnectorUser);

	/** The ID of a user's manager. */
	managerOf = async (key: string): Promise<string | null> => {
		const { tenant } = this.bench;
		const { body } = await tenant.control('GET', `/users/${encodeURIComponent(key)}`);
		return body.managerId as string | null;
	};

	/** The IDs of all managers above a user, nearest first. */
	chainOf = async (key: string): Promise<string[]> => {
		const manager = await this.managerOf(key);
		return manager === null ? [] : [manager, ...(await this.chainOf(manager))];
	};

	photo = async (key: string, size?: string): Promise<{ bytes: Buffer; type: string }> => {
		const path = `/users/${encodeURIComponent(key)}/${size ? `photos/${size}` : 'photo'}/$value`;
		const { status, bytes, headers } = await this.request(path);
		if (status !== 200) throw new Error(`${path}: ${status}`);
		return { bytes, type: headers.get('content-type') as string };
	};
}
