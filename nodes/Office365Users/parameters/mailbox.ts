import type { Step } from '../transport/request';

/** The answer comes from the user's mailbox. Goes after the step that sets the user. */
export const fromMailbox: Step = function (request) {
	request.graph.mailbox = (request.graph.user ?? 'me').toLowerCase();
};
