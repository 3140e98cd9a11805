/**
 * The node as the tool of an AI agent that calls tools itself (AI Agent 1.x to 2.3, AI Agent Tool):
 * n8n's own code makes the call, under the agent's own execution data (docs/n8n.md#agents-execute-data).
 */
import {
	createEmptyRunExecutionData,
	type IExecuteData,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	NodeConnectionTypes,
	Workflow,
} from 'n8n-workflow';
import { SupplyDataContext } from 'n8n-core';
import { makeHandleToolInvocation } from 'n8n-core/dist/execution-engine/node-execution-context/utils/get-input-connection-data';

import { MemoryCredentials, type StoredCredential } from './credentials';
import { additionalDataFor, loadedNodeTypes, NODE_TYPE } from './engine';

export interface AgentOptions {
	parameters: INodeParameters;
	credential: StoredCredential;
	/** What the agent itself was given; its items are not the tool's. */
	agentItems?: INodeExecutionData[];
	settings?: Partial<INode>;
}

/** @returns what the agent calls with the arguments that its model chose; resolves with JSON text */
export function agentTool({
	parameters,
	credential,
	agentItems = [{ json: { chatInput: 'Who is it?' } }],
	settings = {},
}: AgentOptions): (args: Record<string, string>) => Promise<unknown> {
	const tool: INode = {
		id: 'tool',
		name: 'Office 365 Users',
		type: NODE_TYPE,
		typeVersion: 1,
		position: [0, 0],
		parameters,
		credentials: { [credential.type]: { id: '1', name: 'Credential' } },
		...settings,
	};
	const agent: INode = { ...tool, id: 'agent', name: 'AI Agent', parameters: {} };
	const nodeTypes = loadedNodeTypes('routing');
	const workflow = new Workflow({
		id: 'workflow',
		nodes: [tool, agent],
		connections: {},
		active: false,
		nodeTypes,
	});
	const runData = createEmptyRunExecutionData();
	const input = { main: [agentItems] };
	const execution: IExecuteData = { data: input, node: agent, source: null };
	const additionalData = additionalDataFor(new MemoryCredentials({ 1: credential }), [tool]);
	return makeHandleToolInvocation(
		(runIndex: number) =>
			new SupplyDataContext(
				workflow,
				tool,
				additionalData,
				'manual',
				runData,
				runIndex,
				agentItems,
				{},
				NodeConnectionTypes.AiTool,
				execution,
				[],
				undefined,
				agent,
			),
		tool,
		nodeTypes.getByNameAndVersion(NODE_TYPE, 1),
		runData,
	) as (args: Record<string, string>) => Promise<unknown>;
}
