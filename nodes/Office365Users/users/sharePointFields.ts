/**
 * Fields that no list carries, of users that came without them: SharePoint's, and the mailbox's
 * settings (docs/graph.md#sharepoint-properties-on-lists).
 */
import { type Entity, isUser } from '../transport/entity';
import type { GraphError } from '../transport/graphError';
import { settled } from '../transport/settled';
import { OPEN_EXTENSIONS } from './customAttributes';
import { learn, said } from './defaultFields';
import type { FieldAccessCache, FieldSelection } from './fieldAccess';
import { isGraphs404 } from './notFound';
import { isSharePointFailure, lacksSharePoint, refusesFields } from './sharePoint';
import { ONE_USER_FIELDS, SHAREPOINT_FIELDS } from './userProperties';

/** How many users are read at a time: no more are under way when one of them fails. */
const USERS_AT_A_TIME = 200;

/** A service that keeps fields of its own. */
interface Store {
	readonly label: string;
	readonly fields: (name: string) => boolean;
	/** The user is there, and these fields of theirs are not. */
	readonly isWithout: (error: unknown) => error is GraphError;
}

const STORES: readonly Store[] = [
	{
		label: 'SharePoint',
		fields: (name) => SHAREPOINT_FIELDS.has(name),
		isWithout: (error): error is GraphError => refusesFields(error) || isGraphs404(error),
	},
	{
		label: 'Microsoft Entra',
		fields: (name) => name === OPEN_EXTENSIONS,
		isWithout: isGraphs404,
	},
	{
		label: 'Exchange Online',
		fields: (name) =>
			ONE_USER_FIELDS.has(name) && !SHAREPOINT_FIELDS.has(name) && name !== OPEN_EXTENSIONS,
		isWithout: isGraphs404,
	},
];

type IdentifiedUser = Entity & { id: string };

/** What the reads share. */
interface Completion {
	readonly store: Store;
	readonly names: readonly string[];
	readonly chosen: boolean;
	/** The entities are a list, and not one user. */
	readonly isList: boolean;
	readonly access: FieldAccessCache;
	readonly log: (line: string) => void;
	readonly readUser: (id: string, names: readonly string[]) => Promise<Entity>;
}

/**
 * Adds those fields to entities that were read without them, with one read per user.
 * A default field that is refused is left out. A chosen one becomes null where it is only refused
 * for some users of a list; otherwise the refusal is thrown.
 * @param isList whether the entities are a list, and not one user
 * @throws {GraphError} once no read is under way any more; the remaining ones are not started
 */
export async function completeSharePointFields(
	entities: Entity[],
	{ names, chosen, profilePerUser }: FieldSelection,
	access: FieldAccessCache,
	log: (line: string) => void,
	readUser: Completion['readUser'],
	isList: boolean,
): Promise<void> {
	if (!profilePerUser) return;
	const users = entities.filter(
		(entity): entity is IdentifiedUser =>
			isUser(entity) && typeof entity.id === 'string' && entity.removed === undefined,
	);
	for (const store of STORES) {
		const own = names.filter(store.fields);
		if (own.length === 0) continue;
		await completeFrom(users, { store, names: own, chosen, isList, access, log, readUser });
	}
}

async function completeFrom(
	users: readonly IdentifiedUser[],
	completion: Completion,
): Promise<void> {
	const { store, chosen } = completion;
	for (let first = 0; first < users.length; first += USERS_AT_A_TIME) {
		const some = users.slice(first, first + USERS_AT_A_TIME);
		const outcomes = await Promise.all(
			some.map(async (user) => await settled(complete(user, completion))),
		);
		const refused: Refused[] = [];
		for (const [index, outcome] of outcomes.entries()) {
			if ('value' in outcome) continue;
			const { error } = outcome;
			// Chosen fields are not given up for an outage.
			if (!store.isWithout(error) || (chosen && passes(error))) throw error;
			refused.push({ user: some[index], error });
		}
		if (refused.length === 0) continue;
		if (chosen) leaveEmpty(refused, some.length, completion);
		else for (const one of refused) leaveOut(one, completion);
	}
}

const passes = ({ status }: GraphError): boolean => status === 408 || status > 501;

interface Refused {
	readonly user: IdentifiedUser;
	readonly error: GraphError;
}

async function complete(
	user: IdentifiedUser,
	{ names, chosen, access, readUser }: Completion,
): Promise<void> {
	const read = async (): Promise<void> => {
		if (!chosen && access.extentFor(user.id.toLowerCase()) !== 'wide') return;
		const profile = await readUser(user.id, names);
		for (const name of names) (user as Entity)[name] = profile[name];
	};
	await (chosen ? read() : access.sharePointFields.follow(read));
}

function leaveOut({ user: { id }, error }: Refused, { access, log }: Completion): void {
	learn('directory', error, { key: id.toLowerCase(), given: id }, access, log);
}

/** @throws {GraphError} where the reason is not some user's */
function leaveEmpty(
	refused: readonly Refused[],
	all: number,
	{ store, names, isList, access, log }: Completion,
): void {
	const [first] = refused;
	if (!isList) throw first.error;
	const everyone =
		refused.find(({ error }) => lacksSharePoint(error)) ??
		(refused.length === all ? refused.find(({ error }) => isForCaller(error)) : undefined);
	if (everyone) throw everyone.error;
	for (const { user } of refused) for (const name of names) (user as Entity)[name] = null;
	if (access.isNews('chosen')) {
		log(
			`${store.label} gave no ${names.join(', ')} of ${first.user.id} (${said(first.error)}); for such users they are null`,
		);
	}
}

/** A refusal that does not come from SharePoint: where it meets everyone, the caller lacks a right. */
const isForCaller = (error: GraphError): boolean =>
	(error.status === 401 || error.status === 403) && !isSharePointFailure(error);
