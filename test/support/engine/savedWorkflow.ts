/** Runs a workflow as n8n saved it, every node of it, through n8n's own engine. */
import { WorkflowExecute } from 'n8n-core';
import {
	type IConnections,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type INodeType,
	type IWorkflowSettings,
	Workflow,
} from 'n8n-workflow';
import { Crypto } from 'n8n-nodes-base/dist/nodes/Crypto/Crypto.node';
import { Merge } from 'n8n-nodes-base/dist/nodes/Merge/Merge.node';
import { Set as EditFields } from 'n8n-nodes-base/dist/nodes/Set/Set.node';
import { SplitOut } from 'n8n-nodes-base/dist/nodes/Transform/SplitOut/SplitOut.node';
import { Webhook } from 'n8n-nodes-base/dist/nodes/Webhook/Webhook.node';

import { MemoryCredentials, type StoredCredential } from './credentials';
import { additionalDataFor, loadedNodeTypes, type Outcome } from './engine';

/** The part of a saved workflow that a run depends on. */
export interface SavedWorkflow {
	name: string;
	nodes: INode[];
	connections: IConnections;
	settings?: IWorkflowSettings;
}

export interface SavedRun {
	error: Outcome['error'];
	/** What came out of a node; of its first output by default. */
	output(node: string, index?: number): INodeExecutionData[];
}

const OTHER_NODES = {
	'n8n-nodes-base.crypto': new Crypto(),
	'n8n-nodes-base.merge': new Merge(),
	'n8n-nodes-base.set': new EditFields(),
	'n8n-nodes-base.splitOut': new SplitOut(),
	// Its methods take the context as an argument; n8n's engine knows such nodes.
	'n8n-nodes-base.webhook': new Webhook() as unknown as INodeType,
};
const TRIGGERS = ['n8n-nodes-base.manualTrigger', 'n8n-nodes-base.webhook'];

/**
 * @param credentials by the ID that the workflow's nodes name
 * @param called what a webhook received
 * @param staticData of the workflow; changed by the run
 */
export async function runSaved(
	{ nodes, connections, settings }: SavedWorkflow,
	credentials: Record<string, StoredCredential>,
	{ called, staticData }: { called?: IDataObject; staticData?: IDataObject } = {},
): Promise<SavedRun> {
	const workflow = new Workflow({
		id: 'workflow',
		nodes: structuredClone(nodes),
		connections,
		active: false,
		nodeTypes: loadedNodeTypes('allItems', OTHER_NODES),
		settings,
		staticData,
	});
	const trigger = nodes.find(({ type }) => TRIGGERS.includes(type));
	if (!trigger) throw new Error('The workflow has no trigger');
	const { data } = await new WorkflowExecute(
		additionalDataFor(new MemoryCredentials(credentials), nodes),
		'trigger',
	).run({
		workflow,
		startNode: workflow.getNode(trigger.name) ?? undefined,
		pinData: { [trigger.name]: [{ json: called ?? {} }] },
	});
	const { runData, error } = data.resultData;
	return {
		error: error as SavedRun['error'],
		output: (node, index = 0) => runData[node]?.at(-1)?.data?.main[index] ?? [],
	};
}
