/** What failures to read trending documents mean (docs/graph.md#insights-off). */
import { type Explainer, inQuotes } from '../../messages/asked';
import { isForbidden } from '../../messages/forbidden';
import { isGranted } from '../../messages/permissionHint';
import { hasNoMailbox } from '../../users/mailbox';

export const trendingSentence: Explainer = (error, { graph }) => {
	if (hasNoMailbox(error)) {
		return {
			message: `Microsoft has no trending documents for ${inQuotes(graph)}: the user has no Exchange Online mailbox or no OneDrive`,
			hint: 'Choose a user with a mailbox, or leave this one out. The mailbox of a new user may take some hours',
		};
	}
	// The directory's own refusal: a permission is missing.
	if (!isForbidden(error) || error.code === 'Authorization_RequestDenied') return undefined;
	const isCertain =
		error.code === 'ItemInsightsDisabled' || isGranted(graph, 'Sites.Read.All') === true;
	return {
		message: `Trending documents of ${inQuotes(graph)} cannot be read: item insights are switched off for the user or the whole organization${isCertain ? '' : ', or the permission Sites.Read.All is missing'}`,
		hint: 'The user can switch them on in the privacy settings of the Microsoft account, an administrator in the Microsoft 365 admin center under Search & intelligence. It can take 24 hours to take effect',
	};
};
