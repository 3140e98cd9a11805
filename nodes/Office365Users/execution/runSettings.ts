/** What n8n knows of the run an item belongs to. */
import {
	type IExecuteSingleFunctions,
	type INodeExecutionData,
	type ITaskDataConnections,
	sleep,
} from 'n8n-workflow';

import type { RunSettings } from './run';

interface RunInput {
	/** The same object for all items of one run of the node, and for no others. */
	readonly input: object;
	readonly items: INodeExecutionData[];
}

/**
 * What the node itself was given. `getExecuteData()` does not always say that: agents before 3.0
 * and sub-agents call a tool several times at once under their own (docs/n8n.md#agents-execute-data).
 * Every context carries the node's input; where it does not, what n8n executes has to do.
 */
export function runInput(context: Pick<IExecuteSingleFunctions, 'getExecuteData'>): RunInput {
	const { inputData } = context as { inputData?: ITaskDataConnections };
	const input = inputData ?? context.getExecuteData().data;
	return { input, items: (input.main ?? input.ai_tool)?.[0] ?? [] };
}

export function runSettings(context: IExecuteSingleFunctions): RunSettings {
	const { batching } = (context.getNodeParameter('requestOptions', {}) ?? {}) as {
		batching?: { batch?: { batchInterval?: number } };
	};
	const { length } = runInput(context).items;
	return {
		size: context.getNode().executeOnce === true ? Math.min(1, length) : length,
		stopsOnFailure: !context.continueOnFail(),
		inGroups: (batching?.batch?.batchInterval ?? 0) > 0,
		nextTick: async () => await sleep(0),
	};
}
