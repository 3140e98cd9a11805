import { batch } from './batch.ts';
import { countDirectReports, listDirectReports } from './directReports.ts';
import { GraphError, unknownSegment } from './errors.ts';
import {
	getSchemaExtension,
	listAttributeDefinitions,
	listExtensionDefinitions,
	listSkus,
} from './extensionDefinitions.ts';
import { usersDelta } from './delta.ts';
import { countUserMembers, getGroup, listGroups, listMembers, listUserMembers } from './groups.ts';
import { getDirectoryObject, getManager } from './manager.ts';
import { removeManager, setManager } from './managerReference.ts';
import {
	addOpenExtension,
	deleteOpenExtension,
	getOpenExtension,
	listOpenExtensions,
	updateOpenExtension,
} from './openExtensions.ts';
import type { Segment } from './path.ts';
import type { GraphContext, GraphResponse } from './request.ts';
import { deletePhoto, getPhoto, getPhotoValue, listPhotos, putPhoto } from './photo.ts';
import { listPeople } from './people.ts';
import { listTrending } from './trending.ts';
import { updateUser } from './updateUser.ts';
import { countUsers, getUser, listUsers } from './users.ts';

type Handler = (context: GraphContext) => GraphResponse | Promise<GraphResponse>;
type Methods = Readonly<Partial<Record<string, Handler>>>;

/**
 * The endpoints, as paths below a user and top-level paths. To add one: a line here and a handler
 * in the file of its area.
 * `*` matches one segment.
 */
const ofOneUser: Readonly<Record<string, Methods>> = {
	'': { GET: getUser, PATCH: updateUser },
	manager: { GET: getManager },
	'manager/$ref': { PUT: setManager, DELETE: removeManager },
	'manager/graph.user': { GET: getManager },
	extensions: { GET: listOpenExtensions, POST: addOpenExtension },
	'extensions/*': {
		GET: getOpenExtension,
		PATCH: updateOpenExtension,
		DELETE: deleteOpenExtension,
	},
	people: { GET: listPeople },
	'insights/trending': { GET: listTrending },
	photo: { GET: getPhoto },
	'photo/$value': { GET: getPhotoValue, PUT: putPhoto, PATCH: putPhoto, DELETE: deletePhoto },
	photos: { GET: listPhotos },
	'photos/*': { GET: getPhoto },
	'photos/*/$value': { GET: getPhotoValue },
	directReports: { GET: listDirectReports },
	'directReports/graph.user': { GET: listDirectReports },
	'directReports/microsoft.graph.user': { GET: listDirectReports },
	'directReports/$count': { GET: countDirectReports },
	'directReports/graph.user/$count': { GET: countDirectReports },
};
const membersRoutes = (name: string): Readonly<Record<string, Methods>> => ({
	[`groups/*/${name}`]: { GET: listMembers },
	...Object.fromEntries(
		['graph.user', 'microsoft.graph.user'].flatMap((cast) => [
			[`groups/*/${name}/${cast}`, { GET: listUserMembers }],
			[`groups/*/${name}/${cast}/$count`, { GET: countUserMembers }],
		]),
	),
});
const ofTheTenant: Readonly<Record<string, Methods>> = {
	users: { GET: listUsers },
	'users/$count': { GET: countUsers },
	'users/delta': { GET: usersDelta },
	'users/delta()': { GET: usersDelta },
	'users/microsoft.graph.delta()': { GET: usersDelta },
	'directoryObjects/getAvailableExtensionProperties': { POST: listExtensionDefinitions },
	'directoryObjects/*': { GET: getDirectoryObject },
	'directory/customSecurityAttributeDefinitions': { GET: listAttributeDefinitions },
	'schemaExtensions/*': { GET: getSchemaExtension },
	subscribedSkus: { GET: listSkus },
	groups: { GET: listGroups },
	'groups/*': { GET: getGroup },
	...membersRoutes('members'),
	...membersRoutes('transitiveMembers'),
	$batch: { POST: batch },
};

export function findHandler(segments: readonly Segment[], method: string): Handler {
	const methods = findMethods(segments);
	const handler = methods[method];
	if (!handler)
		throw new GraphError(
			405,
			'Request_BadRequest',
			'Specified HTTP method is not allowed for the request target.',
		);
	return handler;
}

function findMethods(segments: readonly Segment[]): Methods {
	const own = match(ofTheTenant, segments);
	if (own) return own;
	const [first] = segments;
	const collection = first?.name.toLowerCase();
	const taken =
		collection === 'me' || (collection === 'users' && first?.key !== undefined)
			? 1
			: collection === 'users'
				? 2
				: 0;
	if (taken === 0 || segments.length < taken) throw unknownSegment(first?.name ?? '');
	const rest = segments.slice(taken);
	const found = match(ofOneUser, rest);
	if (found) return found;
	throw unknownSegment(firstUnknown(rest));
}

function match(
	table: Readonly<Record<string, Methods>>,
	segments: readonly Segment[],
): Methods | undefined {
	for (const [pattern, methods] of Object.entries(table)) {
		const wanted = pattern === '' ? [] : pattern.split('/');
		if (
			wanted.length === segments.length &&
			wanted.every((part, index) => fits(part, segments[index]))
		)
			return methods;
	}
	return undefined;
}

const fits = (part: string, segment: Segment | undefined): boolean =>
	segment !== undefined &&
	segment.key === undefined &&
	(part === '*' || part.toLowerCase() === segment.name.toLowerCase());

/** The first segment that does not lead to a known path. */
function firstUnknown(rest: readonly Segment[]): string {
	const patterns = Object.keys(ofOneUser).map((pattern) => pattern.split('/'));
	for (let length = 1; length <= rest.length; length += 1) {
		const known = patterns.some(
			(parts) =>
				parts.length >= length &&
				parts.slice(0, length).every((part, index) => fits(part, rest[index])),
		);
		if (!known) return rest[length - 1]?.name ?? '';
	}
	return rest.at(-1)?.name ?? '';
}
