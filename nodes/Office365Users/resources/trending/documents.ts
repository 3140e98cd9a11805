/** What the two operations on trending documents share. */
import type { PostReceiveAction } from 'n8n-workflow';

import type { Operation, Parameter } from '../../execution/operation';
import { limit } from '../../parameters/limit';
import { numbered } from '../../transport/entity';
import { trendingSentence } from './messages';
import { matchingDocuments } from './trendingFilter';

/** Microsoft names no largest page for these. */
const LARGEST_PAGE = 100;

/** `weight` is text at times (docs/graph.md#trending-item). */
const withWeights: PostReceiveAction = async (items) =>
	items.map((item) => ({ ...item, json: numbered(item.json, 'weight') }));

/** @param whose the parameter that names the user, if it is not the signed-in one */
export const documents = (
	...whose: Parameter[]
): Pick<
	Operation,
	'permission' | 'feature' | 'servedByMailbox' | 'parameters' | 'output' | 'explain'
> => ({
	permission: 'Sites.Read.All, for a signed-in user (an app alone cannot read trending documents)',
	feature: { name: 'trending', label: 'trending documents', signedInUserOnly: true },
	servedByMailbox: true,
	parameters: [...whose, limit(LARGEST_PAGE), matchingDocuments],
	output: withWeights,
	explain: trendingSentence,
});
