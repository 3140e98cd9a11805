/** The queue under its former names, until its users have moved to the new ones. */
import type { HttpRequest, HttpResponse } from './http';
import type { SendOptions } from './job';
import { RequestQueue } from './requestQueue';

export { UnansweredError as Unanswered } from './batch';

export interface Terms extends Omit<SendOptions, 'throwIfStopped' | 'isEnded'> {
	readonly mayStart: () => void;
	readonly ended: () => boolean;
}

export class Outbox {
	private readonly queue: RequestQueue;

	constructor(...given: ConstructorParameters<typeof RequestQueue>) {
		this.queue = new RequestQueue(...given);
	}

	async send(request: HttpRequest, { mayStart, ended, ...options }: Terms): Promise<HttpResponse> {
		return await this.queue.send(request, {
			...options,
			throwIfStopped: mayStart,
			isEnded: ended,
		});
	}
}
