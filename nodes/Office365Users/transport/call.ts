/** One HTTP call: a request by itself, or several as a batch. */
import { batchRequest, partAnswers, UnansweredError } from './batch';
import type { Job, Outcome } from './job';

export interface Called {
	/** Whether the outcomes are those of a single request, of the parts of a batch, or of a batch as a whole. */
	readonly of: 'single' | 'parts' | 'whole';
	/** One for each request, in their order. */
	readonly outcomes: readonly Outcome[];
}

/**
 * Sends requests with the options of the first; never throws.
 * @param root Graph's address, without a version
 */
export async function call(root: string, jobs: readonly Job[]): Promise<Called> {
	const requests = jobs.map(({ request }) => request);
	const isBatch = jobs.length > 1;
	try {
		const request = isBatch ? batchRequest(root, requests) : requests[0];
		const response = await jobs[0].options.send(request);
		if (!isBatch) return { of: 'single', outcomes: [{ response }] };
		if (response.status >= 300) return { of: 'whole', outcomes: jobs.map(() => ({ response })) };
		const outcomes = partAnswers(requests, response).map((part) =>
			part ? { response: part } : { error: new UnansweredError() },
		);
		return { of: 'parts', outcomes };
	} catch (error) {
		return { of: isBatch ? 'whole' : 'single', outcomes: jobs.map(() => ({ error })) };
	}
}
