/** Many users asked for at once, of a Graph that answers batches and single requests. */
import type { Clock } from '../../../nodes/Office365Users/transport/clock';
import type { HttpRequest, HttpResponse } from '../../../nodes/Office365Users/transport/http';
import { handClock } from './clock';
import { batchAnswer, get, partsOf, queue, sendOptions } from './requestQueue';
import { answer, answering, type RecordedSend } from './send';

/** A Graph that answers batches and plain requests alike, each request by the function. */
export function graph(each: (url: string, count: number) => HttpResponse): RecordedSend {
	const counts = new Map<string, number>();
	const counted = (url: string): HttpResponse => {
		const count = (counts.get(url) ?? 0) + 1;
		counts.set(url, count);
		return each(url, count);
	};
	return answering((request) => {
		const parts = partsOf(request);
		if (!parts) return counted(new URL(request.url).pathname.replace('/v1.0', ''));
		return batchAnswer(parts, ({ url }) => ({ ...counted(url) }));
	});
}

/** The urls of each thing that was sent, in order; a batch is a list. */
export const sentThings = (asked: HttpRequest[]): Array<string | string[]> =>
	asked.map(
		(request) =>
			partsOf(request)?.map(({ url }) => url) ?? new URL(request.url).pathname.replace('/v1.0', ''),
	);
export const user = (index: number): string => `/users/${index}`;
export const ok = (url: string): HttpResponse => answer(200, { id: url });

export async function sendUsers(
	{ send }: RecordedSend,
	count: number,
	clock: Clock = handClock(),
): Promise<HttpResponse[]> {
	const requests = queue(clock);
	const each = sendOptions(send);
	return await Promise.all(
		Array.from({ length: count }, async (_, index) => await requests.send(get(user(index)), each)),
	);
}
