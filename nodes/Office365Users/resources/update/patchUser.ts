/**
 * Writing a user's fields, with as many PATCH requests as Graph requires
 * (docs/graph.md#writing-sharepoint-properties, docs/graph.md#updating-a-user).
 */
import type { Changes } from './changes';
import type { GraphClient } from '../../transport/client';
import { customWrites } from './customWrites';
import { UpdateError } from './updateError';
import { NotAnEntityError } from '../../transport/entity';
import { GraphError } from '../../transport/graphError';
import { PartialUpdateError } from '../../messages/partialUpdateError';
import { membersOf } from '../../users/customAttributes';
import { graphSays } from '../../users/graphTexts';
import { confirmed, propertyIn } from '../../users/responses';
import { idOf } from '../../users/userId';
import { isUserId, userPath } from '../../users/userRef';

/**
 * Directory fields first: that request is refused more often, and then nothing has been changed.
 * @param path of the user below /v1.0
 * @returns the path to use from now on: a renamed user is addressed by ID
 * @throws {PartialUpdateError} when a later request is refused after an earlier one was carried out
 */
export async function patchUser(
	client: GraphClient,
	path: string,
	changes: Changes,
): Promise<string> {
	const { directory, profile, security, open } = changes;
	let target = path;
	// A renamed user is no longer found under the old name, nor reliably under the new one yet.
	if ('userPrincipalName' in directory && !isById(path)) target = await pathById(client, path);
	const written: string[] = [];
	if (Object.keys(directory).length > 0) {
		const fields = namesIn(changes);
		await patch(client, target, await withWholeObjects(client, target, changes), fields);
		written.push(...fields);
	}
	for (const { names, write } of customWrites(client, target, { security, open })) {
		const refusal = await refusalOf(write());
		if (refusal !== undefined) throw halfDone(asUpdateError(refusal, names), written);
		written.push(...names);
	}
	if (Object.keys(profile).length > 0) await patchProfile(client, target, profile, written);
	return target;
}

/** @param fields names of those that the body changes */
async function patch(
	client: GraphClient,
	path: string,
	body: object,
	fields: readonly string[],
): Promise<void> {
	const refusal = await refusalOf(client.request({ method: 'PATCH', path, body }).then(confirmed));
	if (refusal !== undefined) throw asUpdateError(refusal, fields);
}

const asUpdateError = (refusal: unknown, fields: readonly string[]): unknown =>
	refusal instanceof GraphError ? new UpdateError(refusal, fields) : refusal;

const isById = (path: string): boolean => isUserId(path.replace(/^\/users\//, ''));

/** The path of the same user by ID. */
export const pathById = async (client: GraphClient, path: string): Promise<string> =>
	userPath(await idOf(client, path));

/**
 * An unsent member of employeeOrgData or of a schema extension would become null, so all are sent
 * (docs/graph.md#employee-org-data, docs/graph.md#schema-extensions).
 */
async function withWholeObjects(
	client: GraphClient,
	path: string,
	{ directory, schemaExtensions = [], areWhole }: Changes,
): Promise<Changes['directory']> {
	const { employeeOrgData } = directory;
	const lacksOrgData =
		typeof employeeOrgData === 'object' &&
		employeeOrgData !== null &&
		!('division' in employeeOrgData && 'costCenter' in employeeOrgData);
	const lacking = [...(lacksOrgData ? ['employeeOrgData'] : []), ...schemaExtensions];
	if (areWhole || lacking.length === 0) return directory;
	const query = { $select: lacking.join(',') };
	const response = await client.request({ method: 'GET', path, query });
	const whole = lacking.map((name) => {
		const current = propertyIn(response, name);
		// null for a user who has none of its members.
		if (typeof current !== 'object') throw new NotAnEntityError(response.status);
		const members = name === 'employeeOrgData' ? { division: null, costCenter: null } : {};
		return [name, { ...members, ...membersOf(current), ...(directory[name] as object) }] as const;
	});
	return { ...directory, ...(Object.fromEntries(whole) as Changes['directory']) };
}

/**
 * All profile fields at once; where Graph refuses the mix, one by one
 * (docs/graph.md#sharepoint-properties-together).
 */
async function patchProfile(
	client: GraphClient,
	path: string,
	profile: Changes['profile'],
	written: string[],
): Promise<void> {
	const names = Object.keys(profile);
	const together = await refusalOf(patch(client, path, profile, names));
	if (together === undefined) return;
	if (!refusesMix(together) || names.length === 1) throw halfDone(together, written);
	for (const [name, value] of Object.entries(profile)) {
		const refusal = await refusalOf(patch(client, path, { [name]: value }, [name]));
		if (refusal !== undefined) throw halfDone(refusal, written);
		written.push(name);
	}
}

const refusalOf = async (work: Promise<unknown>): Promise<unknown> =>
	await work.then(
		() => undefined,
		(error: unknown) => error,
	);

const refusesMix = (error: unknown): boolean =>
	error instanceof GraphError &&
	error.status === 400 &&
	graphSays(error, 'refusesMix') !== undefined;

const halfDone = (error: unknown, written: string[]): unknown =>
	written.length > 0 ? new PartialUpdateError(error, written) : error;

/** Not the members that only complete an object. */
const namesIn = ({
	directory,
	schemaExtensions = [],
	updated,
	cleared,
	areWhole,
}: Changes): string[] => {
	const changed = new Set([...updated, ...cleared]);
	const names = Object.entries(directory).flatMap(([name, value]) => {
		if (typeof value !== 'object' || value === null || Array.isArray(value)) return [name];
		const members = Object.keys(value);
		return schemaExtensions.includes(name) ? members.map((member) => `${name}/${member}`) : members;
	});
	return areWhole ? names.filter((name) => changed.has(name)) : names;
};
