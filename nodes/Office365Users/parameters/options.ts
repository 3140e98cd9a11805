/**
 * The Options collection. ONE for the whole node: RoutingNode evaluates every parameter for every
 * item, so there is one entry per name (design 2); each entry says where it is shown and, beside
 * it, what it does.
 */
import type { INodeProperties } from 'n8n-workflow';

import { needsAdvancedMode } from '../transport/consistency';
import { DEFAULT_MAX_RETRIES, type GraphAsk, type Step } from '../transport/request';
import { contentTypeOption } from './binaryField';
import { filterText, sortText } from './filter';
import { searchOption } from './peopleSearch';
import { photoSizeOption } from './photoSize';
import { containerTypeOption, documentTypeOption } from './trendingFilter';
import { wholeNumber } from './wholeNumber';

const on = (resource: string[], operation?: string[]): INodeProperties['displayOptions'] => ({
	show: { '/resource': resource, ...(operation ? { '/operation': operation } : {}) },
});

/** Whether more than one entry shows depends on resource and operation, not on the entry. */
export const optionsParameter: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		{
			displayName: 'Batch Requests',
			name: 'batchRequests',
			type: 'boolean',
			default: true,
			description:
				'Whether to send the requests of several items together, up to 20 at a time, which is much faster',
		},
		containerTypeOption,
		contentTypeOption,
		documentTypeOption,
		{
			displayName: 'Empty Values',
			name: 'emptyValues',
			type: 'options',
			default: 'refuse',
			description: 'What an empty value in Update Fields means, such as one from an expression',
			options: [
				{ name: 'Clear the Field', value: 'clear', description: 'The field is emptied' },
				{ name: 'Leave the Field', value: 'skip', description: 'The field stays as it is' },
				{ name: 'Refuse', value: 'refuse', description: 'The item fails with a message' },
			],
			displayOptions: on(['update'], ['myProfile', 'user']),
		},
		{
			displayName: 'Filter',
			name: 'filter',
			type: 'string',
			default: '',
			placeholder: "e.g. department eq 'Sales' and accountEnabled eq true",
			description:
				'Only results that match, as an OData filter with the field names of Microsoft Graph. Texts stand in single quotes; a quote inside a text is doubled.',
			hint: '<a href="https://learn.microsoft.com/graph/filter-query-parameter" target="_blank">How to write a filter</a>',
			displayOptions: on(
				['get', 'search', 'trending', 'people'],
				['directReports', 'users', 'myDocuments', 'userDocuments', 'myPeople', 'relevantPeople'],
			),
		},
		{
			displayName: 'If Not Found',
			name: 'ifNotFound',
			type: 'options',
			default: 'error',
			description: 'What to do when there is no such user, or the user has no manager or photo',
			options: [
				{ name: 'Fail With a Message', value: 'error', description: 'The item fails' },
				{
					name: 'Return Empty Result',
					value: 'returnEmpty',
					description: 'The item goes on with found (or hasPhoto) set to false',
				},
			],
			displayOptions: on(['get', 'photo'], ['userProfile', 'manager', 'get']),
		},
		{
			displayName: 'Max Retries',
			name: 'maxRetries',
			type: 'number',
			default: DEFAULT_MAX_RETRIES,
			typeOptions: { minValue: 0, maxValue: 50 },
			description:
				'How often a request is sent again when Microsoft Graph is too busy or the connection breaks',
		},
		{
			displayName: 'Output Format',
			name: 'outputFormat',
			type: 'options',
			default: 'graph',
			description: 'How the result looks',
			options: [
				{
					name: 'Microsoft Graph',
					value: 'graph',
					description: 'Field names as in Microsoft Graph: displayName, jobTitle',
				},
				{
					name: 'Power Automate Connector (V1)',
					value: 'connectorV1',
					description:
						'As the deprecated actions of the Office 365 Users connector: DisplayName, JobTitle',
				},
			],
			displayOptions: {
				...on(['get', 'search', 'photo']),
				hide: { '/operation': ['managementChain', 'get', 'update', 'updateMine', 'delete'] },
			},
		},
		{
			displayName: 'Return User',
			name: 'returnUser',
			type: 'boolean',
			default: false,
			description: 'Whether to read the user back after the change and return it',
			displayOptions: on(['update'], ['myProfile', 'user']),
		},
		searchOption,
		{
			displayName: 'Search Mode',
			name: 'searchMode',
			type: 'options',
			default: 'startsWith',
			description: "How 'Search Term' is compared",
			options: [
				{
					name: 'Start of Name or Address',
					value: 'startsWith',
					description:
						'The start of display name, first name, last name, mail, nickname or user principal name',
				},
				{
					name: 'Words of the Display Name',
					value: 'tokens',
					description: 'The start of any word of the display name, in any order',
				},
			],
			displayOptions: on(['search'], ['users']),
		},
		photoSizeOption,
		{
			displayName: 'Sort',
			name: 'orderBy',
			type: 'string',
			default: '',
			placeholder: 'e.g. displayName desc',
			description:
				'The field to sort by: displayName, for users also userPrincipalName or createdDateTime; add desc for descending order',
			displayOptions: on(['search', 'people'], ['users', 'myPeople', 'relevantPeople']),
		},
	],
};

/** `filter` and `orderBy`. Goes after the steps that add to the filter or search themselves. */
export const filtered: Step = function (request, options) {
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

/** @param whose absence the option is about */
export const ifNotFound = (whose: NonNullable<GraphAsk['ifNotFound']>): Step =>
	function (request, options) {
		if (options.ifNotFound === 'returnEmpty') request.graph.ifNotFound = whose;
	};

/** `batchRequests` and `maxRetries`. */
export const sending: Step = function (request, options) {
	request.graph.batches = options.batchRequests !== false;
	request.graph.maxRetries = wholeNumber(
		options.maxRetries ?? DEFAULT_MAX_RETRIES,
		'Max Retries',
		0,
	);
};
