/**
 * n8n's credentials as its CLI stores them, in memory instead of a database: real credential classes
 * with their parents from n8n-nodes-base, defaults, pinned hidden fields and expressions resolved
 * as `CredentialsHelper.getDecrypted` of n8n 2.41 does it.
 */
import { getAdditionalKeys } from 'n8n-core';
import {
	getCredentialOwnRequestAllowedDomains,
	type ICredentialDataDecryptedObject,
	type ICredentials,
	ICredentialsHelper,
	type ICredentialType,
	type IExecuteData,
	type IHttpRequestHelper,
	type IHttpRequestOptions,
	type INode,
	type INodeCredentialsDetails,
	type INodeProperties,
	type INodeType,
	isExpression,
	type IWorkflowExecuteAdditionalData,
	NodeHelpers,
	Workflow,
	type WorkflowExecuteMode,
} from 'n8n-workflow';
import { MicrosoftOAuth2Api } from 'n8n-nodes-base/dist/credentials/MicrosoftOAuth2Api.credentials';
import { OAuth2Api } from 'n8n-nodes-base/dist/credentials/OAuth2Api.credentials';

import { Office365UsersAppApi } from '../../../credentials/Office365UsersAppApi.credentials';
import { Office365UsersOAuth2Api } from '../../../credentials/Office365UsersOAuth2Api.credentials';

export const TYPES: Record<string, ICredentialType> = Object.fromEntries(
	[
		new OAuth2Api(),
		new MicrosoftOAuth2Api(),
		new Office365UsersOAuth2Api(),
		new Office365UsersAppApi(),
	].map((type) => [type.name, type]),
);

/** Hidden fields that n8n always sets back to the type's default. */
const PINNED = [
	'useDynamicClientRegistration',
	'authUrl',
	'accessTokenUrl',
	'grantType',
	'authentication',
	'usePkce',
	'requestTokenUrl',
	'signatureMethod',
];

/** Requests of the credential itself obey its own Allowed HTTP Request Domains. */
const withinDomains = (
	{ helpers }: IHttpRequestHelper,
	credentials: ICredentialDataDecryptedObject,
): IHttpRequestHelper => ({
	helpers: {
		httpRequest: async (request: IHttpRequestOptions): Promise<unknown> => {
			const allowedDomains = getCredentialOwnRequestAllowedDomains(credentials);
			return await helpers.httpRequest(
				allowedDomains === undefined ? request : { ...request, allowedDomains },
			);
		},
	},
});

const mockNode: INode = {
	id: 'mock',
	name: 'mock',
	type: 'mock',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

export interface StoredCredential {
	type: string;
	data: ICredentialDataDecryptedObject;
}

export class MemoryCredentials extends ICredentialsHelper {
	/** How often a credential was decrypted; in a real n8n each is a database read. */
	reads = 0;

	constructor(readonly stored: Record<string, StoredCredential>) {
		super();
	}

	getParentTypes(name: string): string[] {
		const parents = TYPES[name]?.extends ?? [];
		return parents.flatMap((parent) => [parent, ...this.getParentTypes(parent)]);
	}

	isCredentialUsableByNode(): boolean {
		return true;
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		const { authenticate } = TYPES[typeName];
		return typeof authenticate === 'function'
			? await authenticate(credentials, requestOptions)
			: requestOptions;
	}

	async preAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		node: INode,
		credentialsExpired: boolean,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const type = TYPES[typeName];
		const expirable = type.properties.find(
			(property) => property.type === 'hidden' && property.typeOptions?.expirable === true,
		);
		const isTest = node.parameters?.temp === '' && node.type === 'n8n-nodes-base.noOp';
		if (!expirable || !type.preAuthentication) return undefined;
		if (credentials[expirable.name] !== '' && !credentialsExpired && !isTest) return undefined;
		const output = (await type.preAuthentication.call(
			withinDomains(helpers, credentials),
			credentials,
		)) as ICredentialDataDecryptedObject;
		if (output[expirable.name] === undefined || !node.credentials) return undefined;
		const { data } = this.stored[node.credentials[typeName].id as string];
		// A field that holds an expression is left unchanged.
		const kept = Object.entries(output).filter(
			([name]) => name === expirable.name || !isExpression(data[name]),
		);
		await this.updateCredentials(node.credentials[typeName], typeName, {
			...data,
			...Object.fromEntries(kept),
		});
		return Object.assign(credentials, output);
	}

	async runPreAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const output = await TYPES[typeName].preAuthentication?.call(helpers, credentials);
		return output as ICredentialDataDecryptedObject | undefined;
	}

	getCredentials(): Promise<ICredentials> {
		throw new Error('Nothing in a run asks for the stored form');
	}

	getCredentialsProperties(type: string): INodeProperties[] {
		const { extends: parents, properties } = TYPES[type];
		if (!parents) {
			return type === 'oAuth2Api'
				? [
						...properties,
						{ displayName: 'oauthTokenData', name: 'oauthTokenData', type: 'json', default: {} },
					]
				: properties;
		}
		const combined: INodeProperties[] = [];
		for (const parent of parents) {
			NodeHelpers.mergeNodeProperties(combined, this.getCredentialsProperties(parent));
		}
		NodeHelpers.mergeNodeProperties(combined, properties);
		return combined;
	}

	async getDecrypted(
		additionalData: IWorkflowExecuteAdditionalData,
		nodeCredentials: INodeCredentialsDetails,
		type: string,
		mode: WorkflowExecuteMode,
		executeData?: IExecuteData,
		raw?: boolean,
		resolveWith?: Parameters<ICredentialsHelper['getDecrypted']>[6],
	): Promise<ICredentialDataDecryptedObject> {
		this.reads++;
		const original = structuredClone(this.stored[nodeCredentials.id as string].data);
		if (raw) return original;
		return this.resolved(original, type, additionalData, mode, executeData, resolveWith);
	}

	/** As `CredentialsHelper.applyDefaultsAndOverwrites`: pinned fields, defaults, expressions. */
	resolved(
		original: ICredentialDataDecryptedObject,
		type: string,
		additionalData: IWorkflowExecuteAdditionalData,
		mode: WorkflowExecuteMode,
		executeData?: IExecuteData,
		resolveWith?: Parameters<ICredentialsHelper['getDecrypted']>[6],
	): ICredentialDataDecryptedObject {
		const properties = this.getCredentialsProperties(type);
		const kept = { ...original };
		for (const field of PINNED) {
			if (properties.some(({ name, type: kind }) => name === field && kind === 'hidden')) {
				Reflect.deleteProperty(kept, field);
			}
		}
		const data = NodeHelpers.getNodeParameters(
			properties,
			kept as Parameters<typeof NodeHelpers.getNodeParameters>[1],
			true,
			false,
			null,
			null,
		) as ICredentialDataDecryptedObject;
		if (original.oauthTokenData !== undefined) data.oauthTokenData = original.oauthTokenData;
		for (const name of ['allowedHttpRequestDomains', 'allowedDomains']) {
			if (original[name] !== undefined) data[name] ??= original[name];
		}
		const keys = getAdditionalKeys(additionalData, mode, null, { isCredential: true } as never);
		type Parameters_ = Parameters<Workflow['expression']['getParameterValue']>;
		if (resolveWith) {
			return resolveWith.workflow.expression.getParameterValue(
				data as Parameters_[0],
				resolveWith.runExecutionData,
				resolveWith.runIndex,
				resolveWith.itemIndex,
				resolveWith.node.name,
				resolveWith.connectionInputData,
				mode,
				keys,
				executeData,
				false,
				data as Parameters_[10],
			) as ICredentialDataDecryptedObject;
		}
		const workflow = new Workflow({
			nodes: [mockNode],
			connections: {},
			active: false,
			nodeTypes: {
				getByName: () => mockNodeType,
				getByNameAndVersion: () => mockNodeType,
				getKnownTypes: () => ({}),
			},
		});
		return workflow.expression.getComplexParameterValue(
			mockNode,
			data as Parameters<Workflow['expression']['getComplexParameterValue']>[1],
			mode,
			keys,
			undefined,
			undefined,
			data as Parameters_[10],
		) as ICredentialDataDecryptedObject;
	}

	async updateCredentials(
		nodeCredentials: INodeCredentialsDetails,
		_type: string,
		data: ICredentialDataDecryptedObject,
	): Promise<void> {
		this.stored[nodeCredentials.id as string].data = structuredClone(data);
	}

	async updateCredentialsOauthTokenData(
		nodeCredentials: INodeCredentialsDetails,
		_type: string,
		data: ICredentialDataDecryptedObject,
	): Promise<void> {
		this.stored[nodeCredentials.id as string].data.oauthTokenData = structuredClone(
			data.oauthTokenData,
		);
	}
}

const mockNodeType = {
	description: { properties: [] as INodeProperties[] },
} as unknown as INodeType;
