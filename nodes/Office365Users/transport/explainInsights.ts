/** What refusals of relevant people and trending documents mean (graph-facts 2.8, 2.9). */
import { shown } from './badInput';
import type { Asked, Sentence } from './explain';
import type { GraphError } from './graphError';
import { lacksMailbox } from './mailbox';

/** @returns undefined where the refusal says nothing special about them */
export function insightsSentence(error: GraphError, { graph, path }: Asked): Sentence | undefined {
	const whose = graph.user === undefined ? 'the signed-in user' : shown(graph.user);
	if (error.status === 403 && path.endsWith('/insights/trending')) {
		return trendingRefused(error, whose);
	}
	if (path.endsWith('/people') && lacksMailbox(error)) {
		return {
			message: `Relevant people come from the mailbox, and ${whose} has no Exchange Online mailbox`,
			hint: 'Choose a user with a mailbox, or leave this one out',
		};
	}
	return undefined;
}

function trendingRefused(error: GraphError, whose: string): Sentence | undefined {
	// The directory's own refusal: a permission is missing.
	if (error.code === 'Authorization_RequestDenied') return undefined;
	const certain = error.code === 'ItemInsightsDisabled';
	return {
		message: `Trending documents of ${whose} cannot be read: item insights are switched off for the user or the whole organization${certain ? '' : ', or the permission Sites.Read.All is missing'}`,
		hint: 'The user can switch them on in the privacy settings of the Microsoft account, an administrator in the Microsoft 365 admin center under Search & intelligence. It can take 24 hours to have effect',
	};
}
