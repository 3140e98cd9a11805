import type { GraphError } from '../transport/graphError';

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
