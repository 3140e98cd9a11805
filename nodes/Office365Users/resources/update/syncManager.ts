/** The manager whom a row of Sync Users names. */
import { quoted } from '../../checks/text';
import type { Preparing } from '../../execution/request';
import { GraphError } from '../../transport/graphError';
import { settled } from '../../transport/settled';
import { findNamed } from '../../users/namedByKey';
import { isNoUser, NoSuchUserError } from '../../users/notFound';
import { idOf } from '../../users/userId';
import type { UserRef } from '../../users/userRef';
import { asManager, knownUser, type Manager, readManager } from './comparedManager';
import { MANAGER } from './syncColumns';

const REFERENCE = 'https://graph.microsoft.com/v1.0/directoryObjects/';
const IS_REFERENCE = /^https:.*\/directoryObjects\//i;

/**
 * A manager as undoing names one. A contact, whom few credentials may read, is named by the address
 * that Graph itself uses in references, and is not looked up again.
 */
export const restoredManager = ({ id, userPrincipalName }: Manager): string =>
	userPrincipalName === undefined ? `${REFERENCE}${id}` : id;

/**
 * By name, else by mail address: people's lists have either. By ID also a contact.
 * @throws {NoSuchUserError} when it is nobody, as far as that can be known before the manager is written
 */
export async function managerNamed(using: Preparing, manager: UserRef): Promise<Manager> {
	const { client, lookup } = using;
	if (manager.lookUp) return asManager(await findNamed(manager.lookUp, lookup, client, {}));
	const value = manager.identity;
	if (!value.includes('@')) {
		const found = await readManager(using, manager);
		const isKnown = found.userPrincipalName !== undefined || IS_REFERENCE.test(manager.given);
		if (!isKnown) await checkContact(using, value);
		return found;
	}
	const found = await knownUser(using, manager);
	if (found) return found;
	const parameter = MANAGER.displayName;
	return asManager(await findNamed({ property: 'mail', value, parameter }, lookup, client, {}));
}

/** Whoever is no user may be a contact (docs/graph.md#one-directory-object). */
async function checkContact({ client }: Preparing, id: string): Promise<void> {
	const answered = await settled(idOf(client, `/directoryObjects/${id}`));
	if ('value' in answered) return;
	const { error } = answered;
	const named = `'${MANAGER.displayName}' is the ID ${quoted(id)}, which no user has`;
	if (isNoUser(error)) {
		throw new NoSuchUserError(
			named,
			'The user may have been deleted. Name the manager by user principal name, mail address or employee ID',
		);
	}
	if (error instanceof GraphError && error.status === 403) {
		throw new NoSuchUserError(
			named,
			'The user may have been deleted. If it is a contact, the credential also needs the permission Directory.Read.All',
		);
	}
	throw error;
}
