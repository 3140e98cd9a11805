import type { RequestPlan } from '../../../../nodes/Office365Users/execution/request';
import type { Asked } from '../../../../nodes/Office365Users/messages/asked';
import { explain } from '../../../../nodes/Office365Users/messages/explain';
import { trendingSentence } from '../../../../nodes/Office365Users/resources/trending/messages';
import { GraphError } from '../../../../nodes/Office365Users/transport/graphError';
import { userRef } from '../../../../nodes/Office365Users/users/userRef';
import { FORBIDDEN_WORDS } from '../../../support/forbiddenWords';

const asked = (graph: Partial<RequestPlan> = {}): Asked => ({
	graph: {
		maxRetries: 8,
		user: userRef('nora@x.example', 'User'),
		explain: trendingSentence,
		...graph,
	},
	query: {},
	path: '/users/nora/insights/trending',
});
const sentence = (error: GraphError, about: Asked): string => {
	const { message = '', description = '' } = explain(error, about) ?? {};
	expect(`${message} ${description}`).not.toMatch(FORBIDDEN_WORDS);
	return message;
};
const refused = (status: number, code = ''): GraphError => new GraphError(status, code, '');

test('insights switched off, for sure or perhaps', () => {
	const forSure = sentence(refused(403, 'ItemInsightsDisabled'), asked());
	expect(forSure).toContain('item insights are switched off');
	expect(forSure).not.toContain('permission');
	for (const code of ['ErrorAccessDenied', 'accessDenied', 'Forbidden', '']) {
		const perhaps = sentence(refused(403, code), asked());
		expect(perhaps).toContain('item insights are switched off');
		expect(perhaps).toContain('or the permission Sites.Read.All is missing');
	}
});

test('a missing permission that the directory names is not taken for insights', () => {
	expect(
		sentence(refused(403, 'Authorization_RequestDenied'), asked({ permission: 'P' })),
	).not.toContain('insights');
});
