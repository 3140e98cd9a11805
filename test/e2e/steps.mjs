// The steps of the end-to-end test, in their order. Each opens a stage of its own and resolves to rows of the summary.
import { exampleWorkflows } from '../../sandbox/n8n/workflows.mjs';
import { agentsStep } from './agents.mjs';
import { groupsStep } from './browser/groups.mjs';
import { attributesStep, scopes } from './browser/attributes.mjs';
import { browserStep } from './browser/index.mjs';
import { csvWorkflow, syncStep } from './browser/sync.mjs';
import { chromium } from './chromium.mjs';
import { eventLoopStep } from './eventLoop.mjs';
import { killedSyncStep } from './killedSync.mjs';
import { mcpStep } from './mcp.mjs';
import { queueStep } from './queue/index.mjs';
import { services } from './queue/services.mjs';
import { setStage } from './stage.mjs';
import { soakStep } from './soak.mjs';
import { toolStep } from './tool.mjs';
import { workflowsStep } from './workflows.mjs';

/** Opens a stage, plays, and closes it whatever happens. */
const onStage = (play, settings) => async (options) => {
	const stage = await setStage({ ...options, ...settings });
	try {
		return await play(stage, options);
	} finally {
		await stage.close();
	}
};

export const steps = {
	browser: {
		what: 'signing in and using the editor in Chromium',
		needs: [chromium],
		run: onStage(browserStep, { withCredential: false }),
	},
	sync: {
		what: 'a list from a CSV file, mapped, previewed, applied and undone in Chromium',
		needs: [chromium],
		run: onStage(syncStep, { workflows: [csvWorkflow] }),
	},
	groups: {
		what: 'choosing a group in the editor',
		needs: [chromium],
		run: onStage(groupsStep),
	},
	attributes: {
		what: 'a custom attribute chosen, read and written in the editor',
		needs: [chromium],
		run: onStage(attributesStep, { scopes }),
	},
	workflows: {
		what: 'running the example workflows',
		needs: [chromium],
		run: onStage(workflowsStep, {
			workflows: exampleWorkflows().map(({ workflow }) => workflow),
		}),
	},
	tool: { what: "the node as a tool of n8n's AI Agent", run: toolStep },
	agents: {
		what: 'the node as a tool of older agents and of an agent within an agent',
		run: agentsStep,
	},
	mcp: { what: "the node's tools for MCP clients, through n8n's MCP Server Trigger", run: mcpStep },
	eventLoop: { what: 'n8n under 5,000 lookups', run: eventLoopStep },
	soak: { what: 'limits, refusals by chance and a mix of faults: nothing is lost', run: soakStep },
	killedSync: { what: 'n8n killed while Sync Users writes, and run again', run: killedSyncStep },
	queue: {
		what: 'queue mode: 20 executions at once on two workers',
		needs: services,
		run: queueStep,
	},
};
