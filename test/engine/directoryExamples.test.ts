/** The example workflows on guests, groups and custom attributes, through n8n's own engine. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';

import { runSaved, type SavedRun, type SavedWorkflow } from '../support/engine/savedWorkflow';
import { TenantReader } from '../support/engine/tenantReader';
import { EVERY_RIGHT } from '../support/engine/updating';
import { Workbench } from '../support/engine/workbench';

const FOLDER = join(__dirname, '../../sandbox/workflows');
const BADGE = 'extension_22222222222242228222222222222222_badge';
const DAY = 86_400_000;

const bench = new Workbench({ users: 200, seed: 1 });
const reader = new TenantReader(bench);
/** As the examples say on the canvas. */
const SCOPES = [
	...EVERY_RIGHT,
	'AuditLog.Read.All',
	'GroupMember.Read.All',
	'LicenseAssignment.Read.All',
];
/** A list that takes a permission of its own. */
const listed = async (path: string): Promise<IDataObject[]> => {
	const { tenant } = bench;
	const { access_token } = await tenant.token({
		user: tenant.cast.admin.id,
		scopes: SCOPES,
		clientId: tenant.apps.publicClient.clientId,
	});
	const { status, body } = await tenant.get(path, access_token);
	expect(status).toBe(200);
	return (body as unknown as { value: IDataObject[] }).value;
};

async function rowsOf(file: string, lastNode: string): Promise<IDataObject[]> {
	const workflow = JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as SavedWorkflow;
	const { output, error }: SavedRun = await runSaved(workflow, {
		o365UsersSandbox: await bench.credential({ scopes: SCOPES }),
	});
	if (error) throw error;
	return output(lastNode).map(({ json }) => json);
}

const byName = (rows: IDataObject[]): IDataObject[] =>
	[...rows].sort((one, other) => String(one.name).localeCompare(String(other.name), 'en'));
const now = Date.now();
const daysAgo = (days: number): string => new Date(now - days * DAY).toISOString();

/** @param signedIn in days before now; null: never */
async function invite(name: string, invited: number, signedIn: number | null): Promise<void> {
	const { status } = await bench.tenant.control('POST', '/users', {
		properties: {
			displayName: name,
			mail: `${name.toLowerCase()}@fabrikam.example`,
			userType: 'Guest',
			createdDateTime: daysAgo(invited),
			...(signedIn !== null && {
				signInActivity: {
					lastSignInDateTime: daysAgo(0),
					lastSuccessfulSignInDateTime: daysAgo(signedIn),
				},
			}),
		},
	});
	expect(status).toBeLessThan(300);
}

test('guests who have not signed in for 90 days, as a table', async () => {
	await invite('Recent', 400, 3);
	await invite('Justinside', 400, 89);
	await invite('Justoutside', 400, 91);
	await invite('Never', 200, null);
	await invite('Newcomer', 89, null);
	const guest = await reader.stored(reader.member('guest').id);
	const { displayName, mail, createdDateTime } = guest;
	const row = (name: string, invited: number, lastSignIn: string): IDataObject => ({
		name,
		mail: `${name.toLowerCase()}@fabrikam.example`,
		invited: daysAgo(invited).slice(0, 10),
		lastSignIn,
	});
	expect(byName(await rowsOf('inactive-guests.json', 'One row per guest'))).toEqual(
		byName([
			{
				name: displayName,
				mail,
				invited: String(createdDateTime).slice(0, 10),
				lastSignIn: 'never',
			},
			row('Justoutside', 400, daysAgo(91).slice(0, 10)),
			row('Never', 200, 'never'),
		]),
	);
});

test('everyone in a group, with manager and licenses', async () => {
	const [group] = await listed("/groups?$filter=displayName eq 'Marketing'&$top=999");
	const fields = 'id,displayName,jobTitle,assignedLicenses';
	const members = await listed(
		`/groups/${String(group.id)}/transitiveMembers/microsoft.graph.user?$select=${fields}`,
	);
	const direct = await listed(`/groups/${String(group.id)}/members/microsoft.graph.user`);
	expect(members.length).toBeGreaterThan(direct.length);
	const products = await listed('/subscribedSkus');
	const nameOf = ({ skuId }: IDataObject) =>
		products.find((product) => product.skuId === skuId)?.skuPartNumber;
	const wanted = await Promise.all(
		members.map(async ({ id, displayName, jobTitle, assignedLicenses }) => {
			const manager = await reader.managerOf(String(id));
			return {
				name: displayName,
				jobTitle,
				manager: manager === null ? '' : (await reader.person(manager, 'displayName')).displayName,
				licenses: (assignedLicenses as IDataObject[]).map(nameOf).join(', '),
			} as IDataObject;
		}),
	);
	expect(byName(await rowsOf('group-members.json', 'One row per member'))).toEqual(byName(wanted));
});

test('a custom attribute set from a list, and put back', async () => {
	const fields = ['id', 'displayName', 'department', 'accountEnabled', BADGE];
	const before = await bench.everyone(fields);
	const staff = before.filter(({ department }) => department === 'Engineering');
	expect(staff.filter((user) => user[BADGE] !== null).length).toBeGreaterThan(0);
	expect(await rowsOf('badge-list.json', 'What happened')).toEqual(
		staff.map((user, index) => ({
			name: user.displayName,
			before: user[BADGE] ?? '',
			badge: `E-${1000 + index}`,
			restored: user[BADGE] ?? '',
		})),
	);
	expect(await bench.everyone(fields)).toEqual(before);
	const changes = (await bench.asked()).filter(({ method }) => method !== 'GET');
	expect(changes).toHaveLength(2 * staff.length);
});
