/** Refusals that are about rights, in the ways in which Graph and the services behind it say so. */
import type { GraphError } from '../transport/graphError';
import { graphSays } from '../users/graphTexts';

/**
 * Whether the sign-in was accepted and the right is missing. Some services say so with 401; a code
 * of the family Forbidden or AccessDenied is never about the token (docs/graph.md#error-codes).
 */
export const isForbidden = ({ status, code }: GraphError): boolean =>
	status === 403 || (status === 401 && /forbidden|denied/i.test(code));

/** A service behind Graph refused, and Graph passes that on as its own failure. */
export const isPassedOnRefusal = (error: GraphError): boolean =>
	error.status >= 500 && graphSays(error, 'refusalPassedOn') !== undefined;
