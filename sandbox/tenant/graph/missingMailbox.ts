import { GraphError } from './errors.ts';
import type { GraphContext } from './request.ts';

const messages = {
	ResourceNotFound: 'Resource could not be discovered.',
	MailboxNotEnabledForRESTAPI:
		'The mailbox is either inactive, soft-deleted, or is hosted on-premise.',
} as const;

/** People and trending documents of a user without a mailbox (docs/graph.md#people-without-mailbox). */
export function missingMailbox({ tenant }: GraphContext): GraphError {
	const code = tenant.settings.missingMailbox;
	return new GraphError(404, code, messages[code]);
}
