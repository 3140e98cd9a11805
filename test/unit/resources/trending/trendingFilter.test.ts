import type { IDataObject } from 'n8n-workflow';

import { matchingDocuments } from '../../../../nodes/Office365Users/resources/trending/trendingFilter';
import { bareRequest } from '../../../support/engine/steps';
import { itemContext } from '../../../support/engine/contexts';

const filterOf = async (options: IDataObject): Promise<string | undefined> => {
	const request = bareRequest();
	await matchingDocuments.step?.call(itemContext(), request, options);
	return request.qs.$filter;
};
const type = (value: string): string => `ResourceVisualization/type eq '${value}'`;
const container = (value: string): string => `ResourceVisualization/containerType eq '${value}'`;

test.each([
	[{}, undefined],
	[{ documentType: [], containerType: [], filter: '' }, undefined],
	[{ documentType: ['Word'] }, type('Word')],
	[{ documentType: ['Word', 'Pdf'] }, `${type('Word')} or ${type('Pdf')}`],
	[{ documentType: 'word, PDF,,word' }, `${type('Word')} or ${type('Pdf')}`],
	[{ containerType: ['Site'] }, container('Site')],
	[
		{ documentType: ['Word', 'Pdf'], containerType: ['Site', 'Mail'] },
		`(${type('Word')} or ${type('Pdf')}) and (${container('Site')} or ${container('Mail')})`,
	],
	[{ documentType: ['Word'], filter: 'a or b' }, `(${type('Word')}) and (a or b)`],
	[{ filter: '$filter=a or b' }, 'a or b'],
])('%j', async (options, filter) => {
	expect(await filterOf(options)).toBe(filter);
});

test.each([
	[{ documentType: ['Wrod'] }, /^'Document Type' contains "Wrod".*Did you mean "Word"\?/],
	[{ documentType: [7] }, /^'Document Type' contains/],
	[{ documentType: 7 }, /^'Document Type' must be a list/],
	[{ containerType: 'Sites' }, /^'Container Type' contains "Sites".*"Site"/],
	[{ filter: "a eq 'b" }, /^'Filter' has a single quote/],
])('%j is refused', async (options, message) => {
	await expect(filterOf(options)).rejects.toThrow(message);
});

test.each((matchingDocuments.options ?? []).filter(({ name }) => name.endsWith('Type')))(
	'every value of $displayName can be chosen',
	async ({ name, options = [] }) => {
		for (const option of options) {
			const { value } = option as { value: string };
			expect(await filterOf({ [name]: [value] })).toContain(`eq '${value}'`);
		}
	},
);
