import type { GraphError } from '../transport/graphError';

const NO_MAILBOX = new Set([
	'MailboxNotEnabledForRESTAPI',
	'MailboxNotSupportedForRESTAPI',
	'ErrorNonExistentMailbox',
	'ErrorProfileNotFound',
]);

/** Whether an answer says that the user has no Exchange Online mailbox (graph-facts 2.7, 4). */
export const lacksMailbox = ({ code }: GraphError): boolean => NO_MAILBOX.has(code);
