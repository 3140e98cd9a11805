/** Finding users by the start of their names and addresses, as the connector does (graph-facts 2.4). */
import type { INodeProperties } from 'n8n-workflow';

import { BadInput, sendable, shown } from '../transport/badInput';
import type { Step } from '../transport/request';
import { literal } from '../transport/url';

export const searchTermParameter: INodeProperties = {
	displayName: 'Search Term',
	name: 'searchTerm',
	type: 'string',
	default: '',
	placeholder: 'e.g. nathan',
	description:
		'The start of the display name, first name, last name, mail, mail nickname or user principal name; empty for everyone',
	displayOptions: { show: { resource: ['search'], operation: ['users'] } },
};

const COMPARED = [
	'displayName',
	'givenName',
	'surname',
	'mail',
	'mailNickname',
	'userPrincipalName',
];

/** Six comparisons joined by "or". */
export const startsWithFilter = (term: string): string =>
	COMPARED.map((name) => `startswith(${name},${literal(term)})`).join(' or ');

export const matchingTerm: Step = function (request, options) {
	const given = this.getNodeParameter('searchTerm', '') ?? '';
	if (typeof given !== 'string' && typeof given !== 'number') {
		throw new BadInput(`'Search Term' must be a text, not ${shown(given)}`);
	}
	const term = sendable(String(given).trim(), 'Search Term');
	if (term === '') return;
	if (options.searchMode === 'tokens') {
		request.qs.$search = `"displayName:${term.replace(/["\\]/g, '\\$&')}"`;
	} else {
		request.qs.$filter = startsWithFilter(term);
	}
};
