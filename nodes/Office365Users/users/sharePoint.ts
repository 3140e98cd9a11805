/**
 * SharePoint holds some of a user's fields, and refuses in its own way
 * (docs/graph.md#sharepoint-errors, docs/graph.md#reading-sharepoint-properties).
 */
import { GraphError } from '../transport/graphError';

export const lacksSharePoint = (error: GraphError): boolean => /SPO license/i.test(error.message);

/** Whether an error refuses the fields rather than the user. */
export const refusesFields = (error: unknown): error is GraphError =>
	error instanceof GraphError &&
	(error.status === 401 || error.status === 403 || lacksSharePoint(error));
