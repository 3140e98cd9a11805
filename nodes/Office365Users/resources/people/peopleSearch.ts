/** Which relevant people: the options Search, Filter and Sort (docs/graph.md#people). */
import type { INodeProperties } from 'n8n-workflow';

import { InvalidParameterError } from '../../checks/invalidParameterError';
import { quoted } from '../../checks/text';
import type { Parameter } from '../../execution/operation';
import { filterOption, filterText, sortOption, sortText } from '../../parameters/filter';
import { newPeopleOnly, pagesBySkip } from './pagesBySkip';

/** A search finds no more people than this. */
const MOST_HITS = 250;

const searchOption: INodeProperties = {
	displayName: 'Search',
	name: 'search',
	type: 'string',
	default: '',
	placeholder: 'e.g. tyler lee',
	description: `Only people with a name or mail address like this, including similar spellings; at most ${MOST_HITS} people. Works for the signed-in user only.`,
};

/** Goes after the limit, which sets the page size: a search has one of its own. */
export const matchingPeople: Parameter = {
	options: [filterOption, searchOption, sortOption],
	step(request, options) {
		const filter = filterText(options.filter);
		if (filter) request.qs.$filter = filter;
		const orderBy = sortText(options.orderBy);
		if (orderBy) request.qs.$orderby = orderBy;

		const given = options.search ?? '';
		if (typeof given !== 'string' && typeof given !== 'number') {
			throw new InvalidParameterError(`'Search' must be text, not ${quoted(given)}`);
		}
		const term = String(given).trim();
		if (term === '') {
			request.graph.pages = pagesBySkip;
			return;
		}
		const { user } = request.graph;
		if (user !== undefined && user.key !== 'me') {
			throw new InvalidParameterError(
				`'Search' works for the signed-in user only, and 'User' is ${quoted(user.given)}`,
				"Leave 'Search' empty and use 'Filter', such as displayName eq 'Tyler Lee'; or choose Get My Relevant People",
			);
		}
		request.qs.$search = `"${term.replace(/["\\]/g, '\\$&')}"`;
		request.graph.largestPage = MOST_HITS;
		request.graph.pages = newPeopleOnly;
	},
};
