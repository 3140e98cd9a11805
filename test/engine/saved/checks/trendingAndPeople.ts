/** The resources Trending and People. */
import type { IDataObject } from 'n8n-workflow';

import { query, type TenantReader } from '../../../support/engine/tenantReader';
import { BY_MODE, usual, type SavedChecks } from './check';

/** Those of a list, with weights as numbers. */
export const weighted = (documents: IDataObject[]): IDataObject[] =>
	documents.map((one) => ({ ...one, weight: Number(one.weight) }));

async function documentsOf({ list }: TenantReader, owner: string): Promise<IDataObject[]> {
	const wanted = {
		$filter:
			"(ResourceVisualization/type eq 'Word' or ResourceVisualization/type eq 'Pdf' or ResourceVisualization/type eq 'Excel') and (ResourceVisualization/containerType eq 'OneDriveBusiness' or ResourceVisualization/containerType eq 'Site') and (ResourceVisualization/type ne 'Pdf')",
	};
	const documents = weighted(await list(`${owner}/insights/trending?${query(wanted)}`));
	expect(documents.length).toBeGreaterThan(2);
	return documents;
}

async function relevant({ list }: TenantReader, owner: string): Promise<IDataObject[]> {
	const wanted = {
		$filter: "startswith(displayName,'J') or startswith(displayName,'S')",
		$orderby: 'displayName desc',
		$top: '1000',
	};
	return await list(`${owner}/people?${query(wanted)}`);
}

export const trendingAndPeopleChecks: SavedChecks = (tenant) => {
	const { member, list } = tenant;
	return {
		'people-myPeople': {
			check: async ({ json }) => {
				expect(json('All of Them')).toEqual(await relevant(tenant, '/me'));
				expect(json('Found')).toEqual(
					await list(`/me/people?${query({ $search: '"tylor lee"' })}`),
				);
				expect(json('Found')).toHaveLength(1);
			},
		},
		'people-relevantPeople': {
			check: async ({ json }) => {
				const [first, second] = usual(tenant);
				for (const [index, key] of [first, second, member('manyReports').id].entries()) {
					const all = await relevant(tenant, `/users/${encodeURIComponent(key)}`);
					const limit = BY_MODE[index] === 'By User Principal Name' ? 4 : Infinity;
					expect(json(BY_MODE[index])).toEqual(all.slice(0, limit));
				}
				expect(json('Found')).toEqual(
					await list(`/me/people?${query({ $search: '"tylor lee"' })}`),
				);
			},
		},
		'trending-myDocuments': {
			check: async ({ json }) => {
				const documents = await documentsOf(tenant, '/me');
				expect(json('All of Them')).toEqual(documents);
				expect(json('The First Two')).toEqual(documents.slice(0, 2));
			},
		},
		'trending-userDocuments': {
			check: async ({ json }) => {
				for (const [index, key] of usual(tenant).entries()) {
					const documents = await documentsOf(tenant, `/users/${encodeURIComponent(key)}`);
					const limit = BY_MODE[index] === 'By User Principal Name' ? 2 : Infinity;
					expect(json(BY_MODE[index])).toEqual(documents.slice(0, limit));
				}
			},
		},
	};
};
