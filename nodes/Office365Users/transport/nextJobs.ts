/** What goes out next: one request by itself, or a batch of those that may go together. */
import type { AnswerBytes } from './answerBytes';
import { MOST_BATCH_BYTES, MOST_PARTS } from './batch';
import type { Job } from './job';
import type { Limits } from './limits';
import type { WaitingJobs } from './waitingJobs';

/**
 * @param answers of files in flight: they take memory, and a batch answers within the same bound as it asks
 * @param isBusy something is in flight: a batch that could be fuller waits for what comes back, since
 * calls are what costs time
 * @param mayStart false for a request whose run has ended; it is dropped
 */
export function nextJobs(
	waiting: WaitingJobs,
	limits: Limits,
	answers: AnswerBytes,
	now: number,
	isBusy: boolean,
	mayStart: (job: Job) => boolean,
): Job[] {
	const first = waiting.peek(
		now,
		(kind) => limits.allows(kind, now),
		(job) => answers.allows(job),
	);
	const fullest = Math.min(MOST_PARTS, waiting.length);
	if (isBusy && first?.alone === false && limits.room(first.kind, now) < fullest) return [];
	const jobs: Job[] = [];
	for (let asked = 0, answered = 0; jobs.length < MOST_PARTS; ) {
		const isFirst = jobs.length === 0;
		const job = waiting.peek(
			now,
			(kind, alone) => (isFirst || !alone) && limits.allows(kind, now),
			(head) => answers.allows(head),
		);
		if (!job) break;
		asked += job.bytes;
		answered += answers.of(job);
		if (!isFirst && Math.max(asked, answered) > MOST_BATCH_BYTES) break;
		waiting.take(job);
		if (!mayStart(job)) {
			waiting.leave(job, now);
			continue;
		}
		job.tickets = limits.noteSent(job.kind);
		job.noteAnswer = answers.noteSent(job);
		jobs.push(job);
		if (job.alone) break;
	}
	return jobs;
}
