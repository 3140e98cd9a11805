// The steps of the end-to-end test, in their order. Each opens a stage of its own and resolves to rows of the summary.
import { browserStep } from './browser/index.mjs';
import { chromiumPath } from './chromium.mjs';
import { setStage } from './stage.mjs';
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
		needs: chromiumPath,
		run: onStage(browserStep, { withCredential: false }),
	},
	workflows: {
		what: 'running the example workflows',
		run: onStage(workflowsStep, { withExamples: true }),
	},
};
