/** Filter and Sort on lists of users, in the query mode that they need. */
import { itemCredential } from '../execution/credential';
import type { Parameter } from '../execution/operation';
import type { Step } from '../execution/request';
import { graphUrl } from '../transport/graphUrl';
import { checkLength, queryMode } from '../users/queryMode';
import { asSent } from '../users/userReader';
import { addFilter, filterOption, filterText, sortOption, sortText } from './filter';

/** Where the request belongs to no run. */
const SOME_ROOT = 'https://graph.microsoft.com';

/** @param isRelated true where the users are those of a relationship, such as direct reports */
const query = (isRelated: boolean): Step =>
	function (request, options) {
		const { qs, graph } = request;
		const filter = filterText(options.filter);
		if (filter) {
			addFilter(request, filter, 'Filter');
			if (graph.filteredBy) graph.filteredBy = `Filter' or '${graph.filteredBy}`;
		}
		const orderBy = graph.counted ? '' : sortText(options.orderBy);
		if (orderBy) {
			qs.$orderby = orderBy;
			(graph.narrowedBy ??= []).push('Sort');
		}
		const { $filter, $orderby, $search } = qs;
		const { filteredBy, relationship } = graph;
		const mode = queryMode({
			filter: $filter,
			orderBy: $orderby,
			search: $search,
			related: isRelated || relationship !== undefined,
			relationship,
			filteredBy,
		});
		if (mode === 'plain') return;
		request.headers.ConsistencyLevel = 'eventual';
		qs.$count = 'true';
	};

/** Goes after everything that adds to the request: refuses an address that is too long. */
export const addressLength: Parameter = {
	async step({ url: path, qs, graph }) {
		if (!qs.$filter || qs.$count !== 'true') return;
		const { query } = asSent({ method: 'GET', path, query: qs }, graph);
		const root = graph.run && (await itemCredential(this, graph.run.credential)).root;
		// As it leaves: the HTTP client encodes single quotes, too.
		const url = new URL(graphUrl(root ?? SOME_ROOT, path, query)).href;
		checkLength(qs.$filter, url, graph.filteredBy, graph.narrowedBy);
	},
};

/** On direct reports; goes after the parameters that add to the filter themselves. */
export const filteredUsers: Parameter = {
	options: [filterOption],
	narrowing: ['filter'],
	step: query(true),
};
/** On users; goes after the parameters that add to the filter or search themselves. */
export const filteredAndSortedUsers: Parameter = {
	options: [filterOption, sortOption],
	narrowing: ['filter'],
	step: query(false),
};
