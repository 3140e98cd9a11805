/** What failures to read relevant people mean (docs/graph.md#people). */
import { type Explainer, inQuotes } from '../../messages/asked';
import { hasNoMailbox } from '../../users/mailbox';

export const peopleSentence: Explainer = (error, { graph }) =>
	hasNoMailbox(error)
		? {
				message: `Relevant people come from the mailbox, and ${inQuotes(graph)} has no Exchange Online mailbox`,
				hint: 'Choose a user with a mailbox, or leave this one out. The mailbox of a new user may take some hours',
			}
		: undefined;
