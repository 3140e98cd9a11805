/** Which relevant people: the options Search, Filter and Sort (graph-facts 2.8). */
import type { INodeProperties } from 'n8n-workflow';

import { BadInput, shown } from '../transport/badInput';
import type { Step } from '../transport/request';
import { filterText, sortText } from './filter';

/** No more than this many people are found by a search. */
const MOST_HITS = 250;

export const searchOption: INodeProperties = {
	displayName: 'Search',
	name: 'search',
	type: 'string',
	default: '',
	placeholder: 'e.g. tyler lee',
	description: `Only people whose name or mail address is like this; similar spellings are found too, at most ${MOST_HITS} people. Works for the signed-in user only.`,
	displayOptions: { show: { '/resource': ['people'] } },
};

/** Goes after the step that sets the page size: a search has its own. */
export const matchingPeople: Step = function (request, options) {
	const filter = filterText(options.filter);
	if (filter) request.qs.$filter = filter;
	const orderBy = sortText(options.orderBy);
	if (orderBy) request.qs.$orderby = orderBy;

	const given = options.search ?? '';
	if (typeof given !== 'string' && typeof given !== 'number') {
		throw new BadInput(`'Search' must be a text, not ${shown(given)}`);
	}
	const term = String(given).trim();
	request.graph.pagedBySkip = term === '';
	if (term === '') return;
	if (request.url !== '/me/people') {
		throw new BadInput(
			`'Search' finds people of the signed-in user only, and 'User' is ${shown(request.graph.user)}`,
			"Leave 'Search' empty and use 'Filter', such as displayName eq 'Tyler Lee'; or choose Get My Relevant People",
		);
	}
	request.qs.$search = `"${term.replace(/["\\]/g, '\\$&')}"`;
	request.graph.largestPage = MOST_HITS;
};
