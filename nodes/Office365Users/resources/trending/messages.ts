/** What failures to read trending documents mean (docs/graph.md#insights-off). */
import { type Explainer, inQuotes } from '../../messages/asked';

export const trendingSentence: Explainer = ({ status, code }, { graph }) => {
	// The directory's own refusal: a permission is missing.
	if (status !== 403 || code === 'Authorization_RequestDenied') return undefined;
	const isCertain = code === 'ItemInsightsDisabled';
	return {
		message: `Trending documents of ${inQuotes(graph)} cannot be read: item insights are switched off for the user or the whole organization${isCertain ? '' : ', or the permission Sites.Read.All is missing'}`,
		hint: 'The user can switch them on in the privacy settings of the Microsoft account, an administrator in the Microsoft 365 admin center under Search & intelligence. It can take 24 hours to have effect',
	};
};
