import type { GraphError } from '../transport/graphError';
import { isGraphs404, isNoUser } from './notFound';

const NO_MAILBOX = new Set([
	'MailboxNotEnabledForRESTAPI',
	'MailboxNotSupportedForRESTAPI',
	'ErrorNonExistentMailbox',
	'ErrorProfileNotFound',
]);

/**
 * Whether an answer says that the user has no Exchange Online mailbox (docs/graph.md#no-photo,
 * docs/graph.md#error-codes).
 */
export const lacksMailbox = ({ code }: GraphError): boolean => NO_MAILBOX.has(code);

/**
 * The same for data that only a mailbox holds: there every 404 that is not the directory's own means
 * that no mailbox was found (docs/graph.md#people-without-mailbox).
 */
export const hasNoMailbox = (error: GraphError): boolean =>
	lacksMailbox(error) || (isGraphs404(error) && !isNoUser(error));
