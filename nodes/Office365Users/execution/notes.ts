/**
 * What a person should know about a run that succeeded. n8n shows it on the canvas, beside the
 * results (docs/n8n.md#execution-hints); an agent's tool has no such place.
 */
import type { IExecuteFunctions, NodeExecutionHint } from 'n8n-workflow';

/** What is counted over the items of a run, and how it is said; in the order in which it is shown. */
const COUNTED = {
	wouldChange: (count: string) => `Preview: ${count} would be changed, and nothing was written`,
	unchanged: (count: string) => `${count} had everything already: nothing was written for them`,
	notFound: (count: string) => `${count} not found: the results say so`,
} as const;

export class Notes {
	private readonly said = new Set<string>();
	private readonly counts = new Map<keyof typeof COUNTED, number>();

	/**
	 * One line, shown once however many items it is about.
	 * @returns whether it is new
	 */
	say(line: string): boolean {
		return this.said.size < this.said.add(line).size;
	}

	/** One more item of which this holds. */
	count(what: keyof typeof COUNTED): void {
		this.counts.set(what, (this.counts.get(what) ?? 0) + 1);
	}

	/** @param size how many items the run has */
	lines(size: number): string[] {
		const counted = (Object.keys(COUNTED) as Array<keyof typeof COUNTED>).flatMap((what) => {
			const count = this.counts.get(what);
			if (count === undefined) return [];
			return COUNTED[what](
				`${count.toLocaleString('en-US')} of ${size.toLocaleString('en-US')} users`,
			);
		});
		return [...counted, ...this.said];
	}
}

/** Shows them where n8n has a place for that. */
export function showNotes(context: IExecuteFunctions, notes: Notes, size: number): void {
	const hints = notes
		.lines(size)
		.map((message): NodeExecutionHint => ({ message, type: 'info', location: 'outputPane' }));
	if (hints.length > 0) context.addExecutionHints?.(...hints);
}
