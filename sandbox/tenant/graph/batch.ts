import type { Malformation } from '../control/faultSchema.ts';
import { isOutlook } from './outlook.ts';
import {
	header,
	jsonBody,
	type GraphContext,
	type GraphResponse,
	type IncomingRequest,
} from './request.ts';
import { checkBatch, type BatchPart } from './batchRequest.ts';
import { malformed, type PartAnswer } from './malformedPart.ts';

interface AnsweredPart extends PartAnswer {
	readonly malformation?: Malformation | undefined;
}

/**
 * Outlook-backed parts run four at a time, whatever the mailbox
 * (docs/graph.md#mailbox-concurrency).
 */
const outlookAtOnce = 4;

/**
 * POST /$batch (docs/graph.md#batch-responses): 200 even if every part fails; the responses come in
 * any order.
 */
export async function batch(context: GraphContext): Promise<GraphResponse> {
	const parts = checkBatch(jsonBody(context));
	const answers = new Map<string, Promise<AnsweredPart>>();
	let outlookQueue: Array<Promise<unknown>> = [];
	for (const part of parts) {
		const needed = part.dependsOn.map((id) => answers.get(id.toLowerCase()));
		let start: Promise<unknown> = Promise.all(needed);
		if (isOutlook(part.url)) {
			if (outlookQueue.length >= outlookAtOnce)
				start = Promise.all([start, outlookQueue[outlookQueue.length - outlookAtOnce]]);
		}
		const answer = start.then(async () => {
			const failed = (await Promise.all(needed)).some(
				(dependency) => dependency && dependency.status >= 400,
			);
			return failed ? failedDependency(part) : answerPart(context, part);
		});
		answers.set(part.id.toLowerCase(), answer);
		if (isOutlook(part.url)) outlookQueue = [...outlookQueue, answer];
	}
	return {
		status: 200,
		body: {
			responses: shuffled(await Promise.all(answers.values()), context.logSeq).flatMap(
				({ malformation, ...part }) =>
					malformation === undefined ? [part] : malformed(part, malformation),
			),
		},
	};
}

async function answerPart(context: GraphContext, part: BatchPart): Promise<AnsweredPart> {
	const request: IncomingRequest = {
		method: part.method,
		// The version is that of the outer URL.
		url: `/v1.0/${part.url.replace(/^\//, '')}`,
		headers: { 'client-request-id': header(context, 'client-request-id'), ...part.headers },
		body: part.body,
		batch: {
			seq: context.logSeq,
			caller: context.caller,
			authorization: header(context, 'authorization') ?? '',
		},
	};
	const { status, headers, body, malformation } = await context.respond(request);
	return {
		id: part.id,
		status,
		headers: shownHeaders(headers),
		body: Buffer.isBuffer(body) ? body.toString('base64') : (body ?? null),
		malformation,
	};
}

const failedDependency = (part: BatchPart): AnsweredPart => ({
	id: part.id,
	status: 424,
	headers: { 'Content-Type': 'application/json' },
	body: { error: { code: 'FailedDependency', message: 'A request this one depends on failed.' } },
});

const ownToTheBatch = new Set(['request-id', 'client-request-id', 'x-ms-ags-diagnostic', 'date']);

function shownHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
	return Object.fromEntries(
		Object.entries(headers)
			.filter(([name]) => !ownToTheBatch.has(name))
			.map(([name, value]) => [
				name.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase()),
				value,
			]),
	);
}

/** Any order, but repeatable. */
function shuffled<T>(items: readonly T[], seed: number): T[] {
	const result = [...items];
	let state = seed * 2_654_435_761 + 1;
	for (let index = result.length - 1; index > 0; index -= 1) {
		state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
		const other = state % (index + 1);
		[result[index], result[other]] = [result[other] as T, result[index] as T];
	}
	return result;
}
