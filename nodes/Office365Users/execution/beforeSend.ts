/** From an item's parameters to its request, with everything checked that can be. */
import type { IExecuteSingleFunctions, PreSendAction } from 'n8n-workflow';

import { isAppOnly, itemCredential } from './credential';
import {
	DEFAULT_MAX_RETRIES,
	type GraphRequestOptions,
	type Options,
	type RequestPlan,
	type Step,
} from './request';
import { Run } from './run';
import { runInput, runSettings } from './runSettings';
import { appOnlyWarning, checkAppOnly, checkCloud } from './signInChecks';

/**
 * The one `preSend` of an operation. It never throws: a refusal travels to `runItem`, which then
 * sends nothing for anyone (docs/architecture.md#stop-on-failure).
 */
export function beforeSend(...steps: Step[]): PreSendAction[] {
	return [
		async function (this: IExecuteSingleFunctions, requestOptions) {
			const run = Run.start(runInput(this).input, this.getItemIndex(), () => runSettings(this));
			const request = requestOptions as GraphRequestOptions;
			request.graph = {
				run,
				maxRetries: DEFAULT_MAX_RETRIES,
				batches: true,
				...(isAppOnly(this.getNode()) ? { appOnly: true } : {}),
			};
			try {
				const options = (this.getNodeParameter('options', {}) ?? {}) as Options;
				for (const step of steps) await step.call(this, request, options);
				await checkSignIn(this, request.graph, run);
			} catch (error) {
				request.graph.refusal = error instanceof Error ? error : new Error(String(error));
			}
			return request;
		},
	];
}

/** @throws {InvalidParameterError} where an app asks for what only a user may, or the cloud lacks it */
async function checkSignIn(
	context: IExecuteSingleFunctions,
	plan: RequestPlan,
	{ credential, notes }: Run,
): Promise<void> {
	if (plan.appOnly) {
		checkAppOnly(plan);
		const warning = appOnlyWarning(plan);
		if (warning !== undefined && !credential.warned) {
			credential.warned = true;
			context.logger.warn(warning, { node: context.getNode().name });
			notes.say(warning);
		}
	}
	if (plan.feature) checkCloud(plan.feature, (await itemCredential(context, credential)).cloud);
}
