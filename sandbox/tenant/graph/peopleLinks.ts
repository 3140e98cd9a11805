import { link } from './paging.ts';
import type { GraphContext } from './request.ts';

/** The link to the next page of people, in the ways that were reported (docs/graph.md#people-paging). */
export function nextPeopleLink(
	context: GraphContext,
	proper: string | undefined,
): string | undefined {
	const skip = Number(context.query.skip ?? 0);
	switch (context.tenant.settings.peopleLinks) {
		case 'proper':
			return proper;
		// Back to the first page.
		case 'skipZero':
			return link(context, { $skip: '0' });
		// From the second page on, the page itself.
		case 'repeated':
			return skip === 0 ? proper : link(context, { $skip: String(skip) });
		// Beyond the last page too.
		case 'endless':
			return link(context, { $skip: String(skip + 10) });
	}
}
