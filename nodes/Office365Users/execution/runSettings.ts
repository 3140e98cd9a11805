import { type IExecuteSingleFunctions, sleep } from 'n8n-workflow';

import type { RunSettings } from './run';

/** What n8n knows of the run an item belongs to. */
export function runSettings(context: IExecuteSingleFunctions): RunSettings {
	const { data } = context.getExecuteData();
	const items = (data.main ?? data.ai_tool)?.[0]?.length ?? 1;
	const { batching } = context.getNodeParameter('requestOptions', {}) as {
		batching?: { batch?: { batchInterval?: number } };
	};
	return {
		size: context.getNode().executeOnce === true ? 1 : items,
		stopsOnFailure: !context.continueOnFail(),
		inGroups: (batching?.batch?.batchInterval ?? 0) > 0,
		nextTick: async () => await sleep(0),
	};
}
