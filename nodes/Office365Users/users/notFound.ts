/**
 * What a 404 from the directory is about: the user, or something of theirs
 * (docs/graph.md#user-not-found, docs/graph.md#no-manager).
 */
import { InvalidParameterError } from '../checks/invalidParameterError';
import { GraphError } from '../transport/graphError';
import { graphSays } from './graphTexts';

/** The code of the directory's own 404; services that keep other data have other codes. */
const NOT_IN_DIRECTORY = 'Request_ResourceNotFound';

/**
 * A 404 of Graph's own, which has a code; one without is a gateway's or a proxy's, and says nothing of
 * what was asked for (docs/graph.md#error-shape).
 */
export const isGraphs404 = (error: unknown): error is GraphError =>
	error instanceof GraphError && error.status === 404 && error.code !== '';

/** A look-up by key found nobody. */
export class NoSuchUserError extends InvalidParameterError {}

/** The same code means "no such user"; only the quoted name tells them apart. */
export const isNoManager = (error: unknown): boolean =>
	error instanceof GraphError &&
	error.status === 404 &&
	graphSays(error, 'missingResource') === 'manager';

/** The directory itself says that something is not there. */
export const isDirectorys = ({ code }: GraphError): boolean => code === NOT_IN_DIRECTORY;

/** The user does not exist (as opposed to something of theirs). */
export const isNoUser = (error: unknown): boolean =>
	error instanceof NoSuchUserError ||
	(isGraphs404(error) && isDirectorys(error) && !isNoManager(error));
