/**
 * Finding users by the start of their names and addresses, as the connector does
 * (docs/graph.md#search-by-prefix, docs/graph.md#connector-search).
 */
import { InvalidParameterError } from '../../checks/invalidParameterError';
import { quoted, trimmedName, wellFormed } from '../../checks/text';
import type { Parameter } from '../../execution/operation';
import { literal } from '../../transport/graphUrl';
import { BASIC_FIELDS } from '../../users/userProperties';

const COMPARED = [
	'displayName',
	'givenName',
	'surname',
	'mail',
	'mailNickname',
	'userPrincipalName',
];

const startsWith = (term: string, names: readonly string[]): string =>
	names.map((name) => `startswith(${name},${literal(term)})`).join(' or ');

/** Six comparisons joined by "or". */
export const startsWithFilter = (term: string): string => startsWith(term, COMPARED);

/** The same without the property that User.ReadBasic.All does not cover. */
export const basicStartsWithFilter = (term: string): string =>
	startsWith(
		term,
		COMPARED.filter((name) => BASIC_FIELDS.has(name)),
	);

export const searchTerm: Parameter = {
	properties: [
		{
			displayName: 'Search Term',
			name: 'searchTerm',
			type: 'string',
			default: '',
			placeholder: 'e.g. nathan',
			description:
				'The start of the display name, first name, last name, mail, mail nickname or user principal name; empty for everyone',
		},
	],
	options: [
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
		},
	],
	step(request, options) {
		const given = this.getNodeParameter('searchTerm', '') ?? '';
		if (typeof given !== 'string' && typeof given !== 'number') {
			throw new InvalidParameterError(`'Search Term' must be text, not ${quoted(given)}`);
		}
		const text = String(given).trim();
		// Only what looks empty and is empty stands for everyone.
		const term = wellFormed(trimmedName(text) || text, 'Search Term');
		if (term === '') return;
		(request.graph.narrowedBy ??= []).push('Search Term');
		if (options.searchMode === 'tokens') {
			// Graph splits at everything else, and without a word it finds everyone.
			if (!/[\p{L}\p{N}]/u.test(term)) {
				throw new InvalidParameterError(
					`'Search Term' is ${quoted(term)}, which has no letter or digit; 'Search Mode' set to Words of the Display Name needs one`,
					"Leave 'Search Term' empty for everyone",
				);
			}
			request.qs.$search = `"displayName:${term.replace(/["\\]/g, '\\$&')}"`;
		} else {
			request.qs.$filter = startsWithFilter(term);
			request.graph.basicFilter = basicStartsWithFilter(term);
		}
	},
};
