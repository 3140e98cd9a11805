/** n8n-core's own contexts as an item of a run gets them; nothing in them is mocked. */
import {
	DirectoryLoader,
	ExecuteSingleContext,
	ExecutionLifecycleHooks,
	LoadOptionsContext,
} from 'n8n-core';
import {
	type ICredentialDataDecryptedObject,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type INodeTypes,
	type IWorkflowExecuteAdditionalData,
	type IExecuteSingleFunctions,
	createEmptyRunExecutionData,
	Workflow,
} from 'n8n-workflow';

import { Office365Users } from '../../../nodes/Office365Users/Office365Users.node';
import { MemoryCredentials } from './credentials';

export const CREDENTIAL = 'office365UsersOAuth2Api';

const ours = new Office365Users();
// Adds Request Options, as n8n does when it loads a declarative node.
DirectoryLoader.applyDeclarativeNodeOptionParameters(ours);
const nodeTypes: INodeTypes = {
	getByName: () => ours,
	getByNameAndVersion: () => ours,
	getKnownTypes: () => ({}),
};

export interface ItemOptions {
	/** The node's parameters. */
	parameters?: INodeParameters;
	/** The node's own settings, such as onError. */
	settings?: Partial<INode>;
	/** The input's items; the context is the first one's, or that of `index`. */
	items?: IDataObject[];
	index?: number;
	/** The fields of the credential. */
	credential?: ICredentialDataDecryptedObject;
	/** The credential store, for tests that count how often it is read. */
	keeper?: MemoryCredentials;
}

/** What else n8n provides, enough to resolve expressions and credentials. */
export const additionalData = (credentials: MemoryCredentials): IWorkflowExecuteAdditionalData =>
	({
		credentialsHelper: credentials,
		hooks: new ExecutionLifecycleHooks('manual', 'execution', {} as never),
		currentNodeExecutionIndex: 0,
		variables: {},
		executionId: 'execution',
		formWaitingBaseUrl: 'http://localhost/form-waiting',
		webhookWaitingBaseUrl: 'http://localhost/webhook-waiting',
	}) as unknown as IWorkflowExecuteAdditionalData;

function nodeWith({ parameters = {}, settings = {} }: ItemOptions): INode {
	return {
		id: 'node',
		name: 'Office 365 Users',
		type: 'n8n-nodes-office365-users.office365Users',
		typeVersion: 1,
		position: [0, 0],
		parameters,
		credentials: { [CREDENTIAL]: { id: '1', name: 'Credential' } },
		...settings,
	};
}

const workflowOf = (node: INode): Workflow =>
	new Workflow({ id: '1', nodes: [node], connections: {}, active: false, nodeTypes });

/** A store with one credential of these fields. */
export const keeperOf = (data: ICredentialDataDecryptedObject): MemoryCredentials =>
	new MemoryCredentials({ 1: { type: CREDENTIAL, data } });

const credentialsOf = ({ credential = {}, keeper }: ItemOptions): MemoryCredentials =>
	keeper ?? keeperOf(credential);

/** One item's context. */
export function itemContext(options: ItemOptions = {}): IExecuteSingleFunctions {
	const node = nodeWith(options);
	const items: INodeExecutionData[] = (options.items ?? [{}]).map((json) => ({ json }));
	const input = { main: [items] };
	return new ExecuteSingleContext(
		workflowOf(node),
		node,
		additionalData(credentialsOf(options)),
		'manual',
		createEmptyRunExecutionData(),
		0,
		items,
		input,
		options.index ?? 0,
		{ data: input, node, source: null },
	);
}

/** The context of the From List picker. */
export function pickerContext(options: ItemOptions = {}): LoadOptionsContext {
	const node = nodeWith(options);
	return new LoadOptionsContext(
		workflowOf(node),
		node,
		additionalData(credentialsOf(options)),
		'parameters.user',
	);
}
