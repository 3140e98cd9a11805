/**
 * Answers that are files (photos) are in memory as a whole, in a batch as text besides. Graph does not
 * say beforehand how large they are, so those that came before tell how many are asked for at once.
 */
import { MOST_BATCH_BYTES, MOST_PARTS } from './batch';
import type { HttpResponse } from './http';
import type { Job } from './job';

/** So many bytes of files are expected at once, the answers of all calls in flight together. */
export const MOST_IN_FLIGHT_BYTES = 16_000_000;
/** How much of the largest answer is expected still after each smaller one. */
const DECAY = 0.95;

export class AnswerBytes {
	/** Of one file; a guess until one has come. */
	private expected = MOST_BATCH_BYTES / MOST_PARTS;
	private isKnown = false;
	/** One batch goes ahead of all others. */
	private isAnswered = false;
	private inFlight = 0;

	/** How many bytes the answer to a request is expected to have; 0 where it is no file. */
	of({ request }: Job): number {
		return request.binary === true ? this.expected : 0;
	}

	/** Whether a request may be sent beside what is in flight. One file at a time always may. */
	allows(job: Job): boolean {
		const bytes = this.of(job);
		if (bytes === 0 || this.inFlight === 0) return true;
		return this.inFlight + bytes <= (this.isAnswered ? MOST_IN_FLIGHT_BYTES : MOST_BATCH_BYTES);
	}

	/** @returns to be called when the answer has come, or none will */
	noteSent(job: Job): (response?: HttpResponse) => void {
		const bytes = this.of(job);
		this.inFlight += bytes;
		return (response) => {
			this.inFlight -= bytes;
			const body = response?.body;
			if (bytes === 0 || response === undefined) return;
			// Where many users have none, nobody waits for the first file.
			this.isAnswered = true;
			if (!ArrayBuffer.isView(body)) return;
			this.expected = Math.max(body.byteLength, this.isKnown ? this.expected * DECAY : 0);
			this.isKnown = true;
		};
	}
}
