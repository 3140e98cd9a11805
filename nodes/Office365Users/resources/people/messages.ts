/** What failures to read relevant people mean (docs/graph.md#people). */
import { type Explainer, inQuotes } from '../../messages/asked';
import { lacksMailbox } from '../../users/mailbox';

export const peopleSentence: Explainer = (error, { graph }) =>
	lacksMailbox(error)
		? {
				message: `Relevant people come from the mailbox, and ${inQuotes(graph)} has no Exchange Online mailbox`,
				hint: 'Choose a user with a mailbox, or leave this one out',
			}
		: undefined;
