/** What the two operations on relevant people share. */
import type { IDataObject, PostReceiveAction } from 'n8n-workflow';

import type { Operation, Parameter } from '../../execution/operation';
import { limit } from '../../parameters/limit';
import { numbered } from '../../transport/entity';
import { peopleSentence } from './messages';
import { matchingPeople } from './peopleSearch';

/** The largest page of people that Graph returns (docs/graph.md#people-paging). */
const LARGEST_PAGE = 1000;

/** The scores of a person's mail addresses as numbers. */
export const withScores: PostReceiveAction = async (items) =>
	items.map((item) => ({ ...item, json: scored(item.json) }));

function scored(person: IDataObject): IDataObject {
	const { scoredEmailAddresses: addresses } = person;
	if (!Array.isArray(addresses)) return person;
	return {
		...person,
		scoredEmailAddresses: addresses.map((address) =>
			numbered(address as IDataObject, 'relevanceScore'),
		),
	};
}

/** @param whose the parameter that names the user, if it is not the signed-in one */
export const relevance = (
	...whose: Parameter[]
): Pick<Operation, 'feature' | 'servedByMailbox' | 'parameters' | 'output' | 'explain'> => ({
	feature: { name: 'people', label: 'relevant people' },
	servedByMailbox: true,
	parameters: [...whose, limit(LARGEST_PAGE), matchingPeople],
	output: withScores,
	explain: peopleSentence,
});
