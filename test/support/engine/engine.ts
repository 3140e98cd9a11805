/**
 * Runs whole workflows through n8n-core's own WorkflowExecute, with RoutingNode assigned to the
 * declarative node exactly as n8n's CLI does it (docs/n8n.md#smallest-run). Nothing is mocked:
 * requests go over real sockets, credentials through the real classes.
 */
import {
	ExecutionLifecycleHooks,
	LoadOptionsContext,
	RoutingNode,
	WorkflowExecute,
} from 'n8n-core';
import { DirectoryLoader } from 'n8n-core';
import {
	type IDataObject,
	type IExecuteFunctions,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type INodeType,
	type INodeTypes,
	type IRun,
	type IVersionedNodeType,
	type IWorkflowExecuteAdditionalData,
	type IWorkflowSettings,
	type WorkflowExecuteMode,
	NodeConnectionTypes,
	NodeHelpers,
	Workflow,
} from 'n8n-workflow';
import { ManualTrigger } from 'n8n-nodes-base/dist/nodes/ManualTrigger/ManualTrigger.node';
import { NoOp } from 'n8n-nodes-base/dist/nodes/NoOp/NoOp.node';
import { StopAndError } from 'n8n-nodes-base/dist/nodes/StopAndError/StopAndError.node';

import { Office365Users } from '../../../nodes/Office365Users/Office365Users.node';
import { MemoryCredentials, type StoredCredential } from './credentials';

export const NODE_TYPE = 'n8n-nodes-office365-users.office365Users';

/**
 * The two ways n8n may run the node: `allItems` through customOperations (what n8n chooses by
 * itself) and `routing` through RoutingNode (what it falls back to).
 */
export type Path = 'allItems' | 'routing';

/** @param others further node types, by name */
export function loadedNodeTypes(
	path: Path,
	others: Record<string, INodeType | IVersionedNodeType> = {},
): INodeTypes {
	const ours: INodeType = new Office365Users();
	if (path === 'routing') ours.customOperations = undefined;
	DirectoryLoader.applyDeclarativeNodeOptionParameters(ours);
	// As NodeTypes.getByNameAndVersion of n8n's CLI does.
	ours.execute = async function (this: IExecuteFunctions) {
		return (await new RoutingNode(this as never, ours).runNode()) ?? [];
	};
	const types: Record<string, INodeType | IVersionedNodeType> = {
		[NODE_TYPE]: ours,
		'n8n-nodes-base.manualTrigger': new ManualTrigger(),
		'n8n-nodes-base.noOp': new NoOp(),
		'n8n-nodes-base.stopAndError': new StopAndError(),
		...others,
	};
	return {
		getByName: (name) => types[name],
		// Like n8n, it knows nothing of other types (sticky notes).
		getByNameAndVersion: (name, version) =>
			name in types
				? NodeHelpers.getVersionedNodeType(types[name], version)
				: (undefined as unknown as INodeType),
		getKnownTypes: () => ({}),
	};
}

export interface RunOptions {
	parameters: INodeParameters;
	/** The node's input; one empty item by default. */
	items?: INodeExecutionData[];
	credentials: Record<string, StoredCredential>;
	/** The node's own settings: onError, retryOnFail, maxTries, executeOnce, ... */
	settings?: Partial<INode>;
	/** Called with the running workflow, to cancel it. */
	started?: (run: { cancel(): void }) => void;
	path?: Path;
	/** The workflow's static data; changed by the run. */
	staticData?: IDataObject;
	/** Called with the static data that n8n saves after the run, if it does. */
	saved?: (staticData: IDataObject) => void;
	/** The node behind it fails. */
	failsLater?: boolean;
	/** How the workflow was started: `trigger` by default. */
	mode?: WorkflowExecuteMode;
	/** Of the workflow, such as binaryMode. */
	workflowSettings?: IWorkflowSettings;
}

export interface Outcome {
	run: IRun;
	/** What came out of the node's first output, in order. */
	items: INodeExecutionData[];
	/** What came out of the error output, if there is one. */
	errorItems: INodeExecutionData[];
	/** Why the run failed. */
	error: (Error & { description?: string | null; context?: { itemIndex?: number } }) | undefined;
	credentials: MemoryCredentials;
}

/** Trigger (with the input pinned) -> the node -> No Operation on each output. */
export async function runNode({
	parameters,
	items = [{ json: {} }],
	credentials: stored,
	settings = {},
	started,
	path = 'allItems',
	staticData,
	saved,
	failsLater = false,
	mode = 'trigger',
	workflowSettings = {},
}: RunOptions): Promise<Outcome> {
	const nodes: INode[] = [
		{ ...base('Trigger', 'n8n-nodes-base.manualTrigger'), parameters: {} },
		{
			...base('Office 365 Users', NODE_TYPE),
			parameters,
			credentials: credentialsOf(stored),
			...settings,
		},
		failsLater
			? {
					...base('Done', 'n8n-nodes-base.stopAndError'),
					parameters: { errorMessage: 'A later node failed' },
				}
			: { ...base('Done', 'n8n-nodes-base.noOp'), parameters: {} },
		{ ...base('Failed', 'n8n-nodes-base.noOp'), parameters: {} },
	];
	const workflow = new Workflow({
		id: 'workflow',
		nodes,
		connections: {
			Trigger: { main: [[{ node: 'Office 365 Users', type: NodeConnectionTypes.Main, index: 0 }]] },
			'Office 365 Users': {
				main: [
					[{ node: 'Done', type: NodeConnectionTypes.Main, index: 0 }],
					[{ node: 'Failed', type: NodeConnectionTypes.Main, index: 0 }],
				],
			},
		},
		active: false,
		nodeTypes: loadedNodeTypes(path),
		settings: { executionOrder: 'v1', ...workflowSettings },
		staticData,
	});
	const credentials = new MemoryCredentials(stored);
	const additionalData = additionalDataFor(credentials, nodes);
	// n8n saves what this hook is given, in runs that are not manual (docs/n8n.md#static-data).
	additionalData.hooks?.addHandler('workflowExecuteAfter', (_run, newStaticData) => {
		if (newStaticData && mode !== 'manual') saved?.(newStaticData);
	});
	const execution = new WorkflowExecute(additionalData, mode).run({
		workflow,
		startNode: workflow.getNode('Trigger') ?? undefined,
		pinData: { Trigger: items },
	});
	started?.(execution);
	const run = await execution;
	// The node's own results: n8n pairs items anew in later nodes.
	const output = (index: number): INodeExecutionData[] =>
		run.data.resultData.runData['Office 365 Users']?.at(-1)?.data?.main[index] ?? [];
	return {
		run,
		items: output(0),
		errorItems: output(1),
		error: run.data.resultData.error as Outcome['error'],
		credentials,
	};
}

export function additionalDataFor(
	credentials: MemoryCredentials,
	nodes: INode[],
): IWorkflowExecuteAdditionalData {
	return {
		credentialsHelper: credentials,
		hooks: new ExecutionLifecycleHooks('trigger', 'execution', {
			id: 'workflow',
			name: 'Test',
			active: false,
			isArchived: false,
			createdAt: new Date(),
			updatedAt: new Date(),
			nodes,
			connections: {},
		} as never),
		currentNodeExecutionIndex: 0,
		variables: {},
		executionId: 'execution',
		restApiUrl: '',
		instanceBaseUrl: '',
		formWaitingBaseUrl: 'http://localhost/form-waiting',
		webhookBaseUrl: '',
		webhookWaitingBaseUrl: 'http://localhost/webhook-waiting',
		webhookTestBaseUrl: '',
	} as unknown as IWorkflowExecuteAdditionalData;
}

/** n8n's own context for what the editor asks of a node while it is open (From List and the like). */
export function editorContext(
	stored: Record<string, StoredCredential> = {},
	parameters: INodeParameters = {},
): LoadOptionsContext {
	const node: INode = {
		...base('Office 365 Users', NODE_TYPE),
		parameters,
		credentials: credentialsOf(stored),
	};
	const workflow = new Workflow({
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes: loadedNodeTypes('allItems'),
	});
	return new LoadOptionsContext(
		workflow,
		node,
		{
			...additionalDataFor(new MemoryCredentials(stored), [node]),
			// The editor sends what it shows, defaults included.
			currentNodeParameters: workflow.getNode(node.name)?.parameters,
		},
		'',
	);
}

const credentialsOf = (stored: Record<string, StoredCredential>): INode['credentials'] =>
	Object.fromEntries(
		Object.entries(stored).map(([id, { type }]) => [type, { id, name: `Credential ${id}` }]),
	);

const base = (name: string, type: string): Omit<INode, 'parameters'> => ({
	id: name,
	name,
	type,
	typeVersion: 1,
	position: [0, 0],
});
