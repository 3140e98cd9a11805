/**
 * Moving from the Power Automate connector "Office 365 Users": every action, one row each
 * (docs/graph.md#connector-actions, docs/migration.md#power-automate-action---this-node).
 */

import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { Office365UsersOAuth2Api } from '../../credentials/Office365UsersOAuth2Api.credentials';
import { DEFAULT_FIELDS } from '../../nodes/Office365Users/users/userProperties';
import { OPERATIONS, PROPERTIES, choicesOf, parameter } from '../support/engine/description';
import { picture, sha256, withFile } from '../support/engine/images';
import { EVERY_RIGHT, OKTA_CARD } from '../support/engine/updating';
import {
	itemsFor,
	type LogEntry,
	type SignIn,
	userOfItem,
	Workbench,
} from '../support/engine/workbench';
import { PAGE, tables } from '../support/migrationPage';

const bench = new Workbench({ users: 60 });

/** What Graph itself returns to the person, bypassing the node; not in the log. */
async function direct(path: string, as = bench.tenant.cast.alice): Promise<IDataObject> {
	const { access_token } = await bench.tenant.token({
		user: as.id,
		scopes: [...EVERY_RIGHT],
		clientId: bench.tenant.apps.publicClient.clientId,
	});
	const { status, body, bytes } = await bench.tenant.get(path, access_token);
	if (status !== 200) throw new Error(`${path}: ${status}`);
	// A photo is not JSON.
	if (body === undefined) return { sha256: sha256(bytes) };
	return Object.fromEntries(
		Object.entries(body).filter(([name]) => name !== '@odata.context'),
	) as IDataObject;
}
const listed = (body: IDataObject): IDataObject[] => body.value as IDataObject[];
/** The connector's 31 fields. */
const WIDE = `$select=${DEFAULT_FIELDS.join(',')}`;

/** The connector's own names, typed in from its reference (docs/graph.md#connector-outputs). */
const V1_USER = [
	...['Id', 'AccountEnabled', 'BusinessPhones', 'City', 'CompanyName', 'Country', 'Department'],
	...['DisplayName', 'GivenName', 'JobTitle', 'Mail', 'MailNickname', 'OfficeLocation'],
	...['PostalCode', 'Surname', 'TelephoneNumber', 'UserPrincipalName'],
];
const inV1 = (graph: IDataObject): IDataObject =>
	Object.fromEntries(
		V1_USER.map((name) => [
			name,
			graph[
				name === 'TelephoneNumber' ? 'mobilePhone' : `${name[0].toLowerCase()}${name.slice(1)}`
			] ?? null,
		]),
	);
const v1 = { options: { outputFormat: 'connectorV1' } };

/** One action of the connector. */
interface Action {
	/** Its operation in the connector's interface (docs/graph.md#connector-actions). */
	id: string;
	/** What replaces it; null: nothing in this node. */
	operation: string | null;
	parameters?: () => INodeParameters;
	items?: () => INodeExecutionData[] | Promise<INodeExecutionData[]>;
	/** Whose connection; Alice's, with the scopes the action takes. */
	scopes?: readonly string[];
	/** The requests that reach Graph, with {alice} for her ID. */
	asks?: string[];
	/** What comes out, compared with what Graph says, bypassing the node. */
	gives?: (results: INodeExecutionData[], log: LogEntry[]) => Promise<void>;
}

const alice = (): INodeExecutionData[] => itemsFor(bench.tenant.cast.alice.id);
const json = (results: INodeExecutionData[]): IDataObject[] => results.map((item) => item.json);
const file = ({ binary }: INodeExecutionData): Buffer =>
	Buffer.from(binary?.data.data ?? '', 'base64');
const DOCUMENTS = "ResourceVisualization/type eq 'PowerPoint'";
const startsWithA = (one: IDataObject): boolean =>
	['displayName', 'givenName', 'surname', 'mail', 'mailNickname', 'userPrincipalName'].some(
		(name) =>
			String(one[name] ?? '')
				.toLowerCase()
				.startsWith('al'),
	);
const IDS_AND_NAMES = [
	'id',
	'displayName',
	'givenName',
	'surname',
	'mail',
	'mailNickname',
	'userPrincipalName',
];

/** The results are those of Graph's list, in any order. */
function sameUsers(results: IDataObject[], expected: IDataObject[], key = 'id'): void {
	expect(expected.length).toBeGreaterThan(0);
	expect(results.map((one) => one[key]).sort()).toEqual(expected.map(({ id }) => id).sort());
}

const ACTIONS: Record<string, Action> = {
	'Get my profile (V2)': {
		id: 'MyProfile_V2',
		operation: 'get:myProfile',
		scopes: ['User.Read'],
		asks: ['GET /v1.0/me'],
		async gives(results) {
			expect(json(results)).toEqual([await direct(`/me?${WIDE}`)]);
		},
	},
	'Get user profile (V2)': {
		id: 'UserProfile_V2',
		operation: 'get:userProfile',
		parameters: () => ({ user: userOfItem, selectFields: '={{ "department, jobTitle" }}' }),
		items: alice,
		asks: ['GET /v1.0/users/{alice}'],
		async gives(results) {
			const { id } = bench.tenant.cast.alice;
			expect(json(results)).toEqual([await direct(`/users/${id}?$select=id,department,jobTitle`)]);
		},
	},
	'Get manager (V2)': {
		id: 'Manager_V2',
		operation: 'get:manager',
		parameters: () => ({ user: userOfItem }),
		items: alice,
		async gives(results) {
			const { manager } = bench.tenant.cast.alice;
			expect(json(results)).toEqual([await direct(`/users/${manager}?${WIDE}`)]);
		},
	},
	'Get direct reports (V2)': {
		id: 'DirectReports_V2',
		operation: 'get:directReports',
		parameters: () => ({ user: userOfItem, returnAll: true }),
		items: alice,
		asks: ['GET /v1.0/users/{alice}/directReports'],
		async gives(results) {
			const { id } = bench.tenant.cast.alice;
			sameUsers(json(results), listed(await direct(`/users/${id}/directReports?$top=999`)));
		},
	},
	'Search for users (V2)': {
		id: 'SearchUserV2',
		operation: 'search:users',
		parameters: () => ({ searchTerm: 'al', returnAll: true, ...v1 }),
		asks: ['GET /v1.0/users'],
		async gives(results) {
			const found = (await bench.everyone(IDS_AND_NAMES)).filter(startsWithA);
			sameUsers(json(results), found, 'Id');
			expect(Object.keys(results[0].json)).toEqual(V1_USER);
		},
	},
	'Get user photo (V2)': {
		id: 'UserPhoto_V2',
		operation: 'photo:get',
		parameters: () => ({ user: userOfItem }),
		items: alice,
		asks: ['GET /v1.0/users/{alice}/photo/$value'],
		async gives([result]) {
			expect(await direct(`/users/${bench.tenant.cast.alice.id}/photo/$value`)).toEqual({
				sha256: sha256(file(result)),
			});
		},
	},
	'Get user photo metadata': {
		id: 'UserPhotoMetadata',
		operation: 'photo:getMetadata',
		parameters: () => ({ user: userOfItem, ...v1 }),
		items: alice,
		asks: ['GET /v1.0/users/{alice}/photo'],
		async gives(results) {
			const { width, height } = await direct(`/users/${bench.tenant.cast.alice.id}/photo`);
			expect(json(results)).toEqual([
				{
					HasPhoto: true,
					Height: height,
					Width: width,
					ContentType: 'image/jpeg',
					ImageFileExtension: '.jpg',
				},
			]);
		},
	},
	'Get my trending documents': {
		id: 'MyTrendingDocuments',
		operation: 'trending:myDocuments',
		parameters: () => ({ returnAll: true, options: { filter: DOCUMENTS } }),
		asks: ['GET /v1.0/me/insights/trending'],
		async gives(results) {
			const asked = await direct(
				`/me/insights/trending?$top=99&$filter=${encodeURIComponent(DOCUMENTS)}`,
			);
			sameUsers(json(results), listed(asked));
		},
	},
	'Get trending documents': {
		id: 'TrendingDocuments',
		operation: 'trending:userDocuments',
		parameters: () => ({
			user: userOfItem,
			returnAll: true,
			options: { documentType: ['PowerPoint'] },
		}),
		items: alice,
		asks: ['GET /v1.0/users/{alice}/insights/trending'],
		async gives(results) {
			const { id } = bench.tenant.cast.alice;
			const asked = await direct(
				`/users/${id}/insights/trending?$top=99&$filter=${encodeURIComponent(DOCUMENTS)}`,
			);
			sameUsers(json(results), listed(asked));
		},
	},
	'Get relevant people': {
		id: 'RelevantPeople',
		operation: 'people:relevantPeople',
		parameters: () => ({ user: userOfItem, limit: 10 }),
		items: () => itemsFor(bench.tenant.cast.umlaut.id),
		async gives(results, log) {
			const { id } = bench.tenant.cast.umlaut;
			expect(log.map(({ path }) => path)).toEqual([`/v1.0/users/${id}/people`]);
			expect(json(results)).toEqual(listed(await direct(`/users/${id}/people?$top=10`)));
		},
	},
	'Update my profile': {
		id: 'UpdateMyProfile',
		operation: 'update:myProfile',
		parameters: () => ({
			updateFields: Object.fromEntries(MY_PROFILE.map((name) => [name, OKTA_CARD[name].entered])),
		}),
		scopes: ['User.ReadWrite'],
		asks: ['PATCH /v1.0/me'],
		async gives(_results, [{ body }]) {
			const sent = Object.assign(
				{},
				...MY_PROFILE.map((name) => OKTA_CARD[name].sent),
			) as IDataObject;
			expect(body).toEqual(sent);
			expect(await direct(`/me?$select=${MY_PROFILE.join(',')}`)).toEqual(sent);
		},
	},
	'Update my photo': {
		id: 'UpdateMyPhoto',
		operation: 'photo:updateMine',
		parameters: () => ({ binaryPropertyName: 'data' }),
		items: async () => [withFile(await picture(200, 200))],
		scopes: ['User.ReadWrite'],
		asks: ['PUT /v1.0/me/photo/$value'],
		async gives(_results, [{ body, headers }]) {
			const uploaded = sha256(await picture(200, 200));
			expect(body).toMatchObject({ sha256: uploaded });
			expect(headers['content-type']).toBe('image/jpeg');
			expect(await direct('/me/photo/$value')).toEqual({ sha256: uploaded });
		},
	},
	'Send an HTTP request': { id: 'HttpRequest', operation: null },
	'Get my profile [DEPRECATED]': {
		id: 'MyProfile',
		operation: 'get:myProfile',
		parameters: () => v1,
		scopes: ['User.Read'],
		asks: ['GET /v1.0/me'],
		async gives(results) {
			expect(json(results)).toEqual([inV1(await direct(`/me?${WIDE},mailNickname`))]);
		},
	},
	'Get user profile [DEPRECATED]': {
		id: 'UserProfile',
		operation: 'get:userProfile',
		parameters: () => ({ user: userOfItem, ...v1 }),
		items: alice,
		asks: ['GET /v1.0/users/{alice}'],
		async gives(results) {
			const { id } = bench.tenant.cast.alice;
			expect(json(results)).toEqual([inV1(await direct(`/users/${id}?${WIDE}`))]);
		},
	},
	'Get manager [DEPRECATED]': {
		id: 'Manager',
		operation: 'get:manager',
		parameters: () => ({ user: userOfItem, ...v1 }),
		items: alice,
		async gives(results) {
			const { manager } = bench.tenant.cast.alice;
			expect(json(results)).toEqual([inV1(await direct(`/users/${manager}?${WIDE}`))]);
		},
	},
	'Get direct reports [DEPRECATED]': {
		id: 'DirectReports',
		operation: 'get:directReports',
		parameters: () => ({ user: userOfItem, returnAll: true, ...v1 }),
		items: alice,
		asks: ['GET /v1.0/users/{alice}/directReports'],
		async gives(results) {
			const { id } = bench.tenant.cast.alice;
			sameUsers(json(results), listed(await direct(`/users/${id}/directReports?$top=999`)), 'Id');
			for (const report of json(results)) expect(Object.keys(report)).toEqual(V1_USER);
		},
	},
	'Get user photo [DEPRECATED]': {
		id: 'UserPhoto',
		operation: 'photo:get',
		parameters: () => ({ user: userOfItem }),
		items: () => itemsFor(bench.tenant.cast.umlaut.userPrincipalName),
		async gives([result]) {
			expect(await direct(`/users/${bench.tenant.cast.umlaut.id}/photo/$value`)).toEqual({
				sha256: sha256(file(result)),
			});
		},
	},
	'Search for users [DEPRECATED]': {
		id: 'SearchUser',
		operation: 'search:users',
		parameters: () => ({ searchTerm: '', returnAll: true, ...v1 }),
		asks: ['GET /v1.0/users'],
		async gives(results) {
			sameUsers(json(results), await bench.everyone(['id']), 'Id');
			expect(json(results)[5]).toEqual(
				inV1(await direct(`/users/${results[5].json.Id as string}?${WIDE}`)),
			);
		},
	},
};

/** What the action updates, and the field it lacks (docs/graph.md#update-my-profile). */
const MY_PROFILE = [
	...['aboutMe', 'birthday', 'interests', 'mySite', 'pastProjects', 'schools', 'skills'],
	'responsibilities',
];

describe('Power Automate action', () => {
	it.each(Object.entries(ACTIONS))('%s', async (_name, row: Action) => {
		if (row.operation === null) {
			// Mail, calendars and raw requests are left to other nodes, which can use this credential.
			expect(new Office365UsersOAuth2Api().extends).toEqual(['microsoftOAuth2Api']);
			expect(OPERATIONS.map(({ id }) => id).join()).not.toMatch(/request|http/i);
			return;
		}
		const [resource, operation] = row.operation.split(':');
		const signIn: SignIn = {
			as: bench.tenant.cast.alice,
			...(row.scopes ? { scopes: row.scopes } : {}),
		};
		const { items, error } = await bench.run(
			{ resource, operation, ...row.parameters?.() },
			{ signIn, items: await row.items?.() },
		);
		if (error) throw error;
		const log = await bench.asked();
		if (row.asks) {
			const { id } = bench.tenant.cast.alice;
			expect(
				log.map(({ method, path: asked }) => `${method} ${asked.replace(id, '{alice}')}`),
			).toEqual(row.asks);
		}
		await row.gives?.(items, log);
	});
});

/** Resource and operation as the editor shows them. */
function shownAs(id: string): string {
	const found = OPERATIONS.find((one) => one.id === id);
	const resource = choicesOf(parameter('resource')).find(({ value }) => value === found?.resource);
	return `${resource?.name} > ${found?.operation.name}`;
}

describe('docs/migration.md', () => {
	it('has a row for each action of the connector, with what replaces it', () => {
		expect(Object.keys(ACTIONS)).toHaveLength(13 + 6);
		const rows = tables().get('Power Automate action -> this node');
		expect(rows?.map((cells) => cells.slice(0, 3))).toEqual(
			Object.entries(ACTIONS).map(([name, { id, operation }]) => [
				name,
				`\`${id}\``,
				operation === null ? 'not in this node' : shownAs(operation),
			]),
		);
	});

	it("uses the editor's names for what is in bold", () => {
		const shown = new Set([
			...PROPERTIES.flatMap(({ property }) => [
				property.displayName,
				...choicesOf(property).map(({ name }) => name),
			]),
			...OPERATIONS.map(({ operation }) => operation.name),
		]);
		const bold = [...PAGE.matchAll(/\*\*([^*]+)\*\*/g)].map(([, words]) => words);
		expect(bold.length).toBeGreaterThan(10);
		expect(bold.filter((words) => !shown.has(words))).toEqual([]);
	});
});
