import type { RequestPlan } from '../../../../nodes/Office365Users/execution/request';
import type { Asked } from '../../../../nodes/Office365Users/messages/asked';
import { explain } from '../../../../nodes/Office365Users/messages/explain';
import { peopleSentence } from '../../../../nodes/Office365Users/resources/people/messages';
import { GraphError } from '../../../../nodes/Office365Users/transport/graphError';
import { userRef } from '../../../../nodes/Office365Users/users/userRef';
import { FORBIDDEN_WORDS } from '../../../support/forbiddenWords';

const asked = (graph: Partial<RequestPlan> = {}): Asked => ({
	graph: {
		maxRetries: 8,
		user: userRef('nora@x.example', 'User'),
		explain: peopleSentence,
		...graph,
	},
	query: {},
	path: '/users/nora/people',
});
const sentence = (error: GraphError, about: Asked): string => {
	const { message = '', description = '' } = explain(error, about) ?? {};
	expect(`${message} ${description}`).not.toMatch(FORBIDDEN_WORDS);
	return message;
};
const refused = (status: number, code = ''): GraphError => new GraphError(status, code, '');

test.each(['MailboxNotEnabledForRESTAPI', 'ErrorNonExistentMailbox', 'ErrorProfileNotFound'])(
	'no mailbox: %s',
	(code) => {
		expect(sentence(refused(404, code), asked())).toContain(
			'"nora@x.example" has no Exchange Online mailbox',
		);
	},
);
