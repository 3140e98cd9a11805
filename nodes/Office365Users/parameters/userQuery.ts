/** Filter and Sort on lists of users, in the query mode that they need. */
import type { Parameter } from '../execution/operation';
import type { Step } from '../execution/request';
import { needsAdvancedMode } from '../users/queryMode';
import { filterOption, filterText, sortOption, sortText } from './filter';

const step: Step = function (request, options) {
	const filter = filterText(options.filter);
	if (filter) {
		request.qs.$filter = request.qs.$filter ? `(${request.qs.$filter}) and (${filter})` : filter;
	}
	const orderBy = sortText(options.orderBy);
	if (orderBy) request.qs.$orderby = orderBy;
	const { $filter, $orderby, $search } = request.qs;
	if (needsAdvancedMode({ filter: $filter, orderBy: $orderby, search: $search })) {
		request.headers.ConsistencyLevel = 'eventual';
		request.qs.$count = 'true';
	}
};

/** Goes after the parameters that add to the filter or search themselves. */
export const filteredUsers: Parameter = { options: [filterOption], step };
export const filteredAndSortedUsers: Parameter = { options: [filterOption, sortOption], step };
