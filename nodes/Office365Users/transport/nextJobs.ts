/** What goes out next: one request by itself, or a batch of those that may go together. */
import { MOST_BATCH_BYTES, MOST_PARTS } from './batch';
import type { Job } from './job';
import type { Limits } from './limits';
import type { WaitingJobs } from './waitingJobs';

/**
 * @param isBusy something is in flight: a batch that could be fuller waits for what comes back, since
 * calls are what costs time
 * @param mayStart false for a request whose run has ended; it is dropped
 */
export function nextJobs(
	waiting: WaitingJobs,
	limits: Limits,
	now: number,
	isBusy: boolean,
	mayStart: (job: Job) => boolean,
): Job[] {
	const first = waiting.peek(now, (kind) => limits.allows(kind, now));
	const fullest = Math.min(MOST_PARTS, waiting.length);
	if (isBusy && first?.alone === false && limits.room(first.kind, now) < fullest) return [];
	const jobs: Job[] = [];
	for (let bytes = 0; jobs.length < MOST_PARTS; ) {
		const isFirst = jobs.length === 0;
		const job = waiting.peek(now, (kind, alone) => (isFirst || !alone) && limits.allows(kind, now));
		if (!job) break;
		bytes += job.bytes;
		if (!isFirst && bytes > MOST_BATCH_BYTES) break;
		waiting.take(job);
		if (!mayStart(job)) {
			waiting.leave(job, now);
			continue;
		}
		job.tickets = limits.noteSent(job.kind);
		jobs.push(job);
		if (job.alone) break;
	}
	return jobs;
}
