/** Equal reads of one run are asked once. */
import { type HttpRequest, type HttpResponse, property } from './http';
import type { Asker } from './client';

/**
 * So many users' worth of answers are kept for whoever asks next; the oldest go first. Enough for
 * the managers and repeated rows of a run, and little memory however many items there are.
 */
const MOST_KEPT = 1000;

export class SharedReads {
	private readonly answers = new Map<string, Promise<HttpResponse>>();
	/** Whose request it is that the others wait for. */
	private readonly askers = new WeakMap<Promise<HttpResponse>, Asker>();
	private readonly sizes = new Map<string, number>();
	private kept = 0;

	/**
	 * @param asker whoever is to be retried differently asks by itself
	 * @param ask asks Graph
	 * @returns an answer that nobody else holds
	 */
	async read(
		request: HttpRequest,
		asker: Asker,
		ask: () => Promise<HttpResponse>,
	): Promise<HttpResponse> {
		const key = JSON.stringify([request.url, request.headers ?? {}, asker.maxRetries]);
		let asked = this.answers.get(key);
		const isFirst = asked === undefined;
		if (!asked) {
			asked = ask();
			this.answers.set(key, asked);
			this.askers.set(asked, asker);
			void asked.then(
				(response) => this.keep(key, request, response),
				() => this.answers.delete(key),
			);
		}
		const waited = asked;
		const response = await waited.catch(async (error: unknown) => {
			const other = this.askers.get(waited);
			// The end of another's item says nothing about this one.
			if (other === asker || other?.isEnded() !== true || asker.isEnded()) throw error;
			return await this.read(request, asker, ask);
		});
		// A file is not kept for others: no need to have it twice.
		return isFirst && request.binary ? response : { ...response, body: copyOf(response.body) };
	}

	private keep(key: string, request: HttpRequest, { status, body }: HttpResponse): void {
		const users = property(body, 'value');
		const size = Array.isArray(users) ? Math.max(1, users.length) : 1;
		// What was refused is asked anew by whoever wants it; bytes take too much room.
		if (status >= 400 || request.binary || size > MOST_KEPT) {
			this.answers.delete(key);
			return;
		}
		this.sizes.set(key, size);
		this.kept += size;
		for (const [oldest, its] of this.sizes) {
			if (this.kept <= MOST_KEPT) return;
			this.kept -= its;
			this.sizes.delete(oldest);
			this.answers.delete(oldest);
		}
	}
}

/** A Buffer would come out of structuredClone as a plain Uint8Array. */
const copyOf = (body: unknown): unknown =>
	Buffer.isBuffer(body) ? Buffer.from(body) : structuredClone(body);
