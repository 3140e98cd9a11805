/** What the two operations on relevant people share. */
import type { IDataObject, PostReceiveAction } from 'n8n-workflow';

import { upToLimit } from '../../parameters/limit';
import { sending } from '../../parameters/options';
import { matchingPeople } from '../../parameters/peopleSearch';
import { fromMailbox } from '../../parameters/mailbox';
import { numbered } from '../../transport/numbers';
import type { Step } from '../../transport/request';

/** The largest page of people that Graph gives (graph-facts 2.8). */
const LARGEST_PAGE = 1000;

export const people: Step[] = [fromMailbox, upToLimit(LARGEST_PAGE), matchingPeople, sending];

/** The scores of a person's mail addresses as numbers. */
export const peopleOutput: PostReceiveAction[] = [
	async (items) => items.map((item) => ({ ...item, json: scored(item.json) })),
];

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
