/**
 * Moving from the Okta card "Update User": every field, one row each
 * (docs/migration.md#okta-field---this-node).
 */
import { WRITABLE_FIELDS } from '../../nodes/Office365Users/users/userProperties';
import {
	BEYOND_THE_CARD,
	EVERY_RIGHT,
	OKTA_CARD,
	patches,
	readBack,
	type Sample,
	SAMPLES,
} from '../support/engine/updating';
import { user, Workbench } from '../support/engine/workbench';
import { tables } from '../support/migrationPage';

const bench = new Workbench({ users: 60 });

/** One more field of each kind, so that every row shows in which request its field is sent. */
const ALONG = { directory: { city: 'Reykjavík' }, sharePoint: { skills: ['ice climbing'] } };

/** The tenant's log never holds a password. */
const asLogged = (body: object): object =>
	JSON.parse(
		JSON.stringify(body, (key, value: unknown) => (key === 'password' ? '(masked)' : value)),
	) as object;

describe('Okta field', () => {
	it.each(Object.entries(SAMPLES))('%s', async (name, { entered, sent, to, read }: Sample) => {
		const { id } = bench.tenant.cast.alice;
		const properties = Object.keys(sent);
		const before = await readBack(bench, id, properties);
		if (!read) expect(before).not.toMatchObject(sent);

		const [result] = await bench.results(
			{
				resource: 'update',
				operation: 'user',
				user: user(id, 'id'),
				updateFields: { ...ALONG.directory, ...ALONG.sharePoint, [name]: entered },
			},
			{ signIn: { scopes: EVERY_RIGHT } },
		);
		const names = [...new Set(['city', 'skills', name])];
		expect(result).toEqual({
			success: true,
			statusCode: 204,
			user: id,
			updatedFields: expect.any(Array),
			clearedFields: [],
		});
		expect([...(result.updatedFields as string[])].sort()).toEqual(names.sort());

		// Both members of this object are sent, or the other would be lost
		// (docs/graph.md#employee-org-data).
		const whole = sent.employeeOrgData
			? {
					employeeOrgData: {
						...(before.employeeOrgData as object),
						...(sent.employeeOrgData as object),
					},
				}
			: sent;
		const expected = {
			directory: { ...ALONG.directory, ...(to === 'directory' ? whole : {}) },
			sharePoint: { ...ALONG.sharePoint, ...(to === 'sharePoint' ? whole : {}) },
		};
		const log = await patches(bench);
		expect(log.map(({ path: asked }) => asked)).toEqual([`/v1.0/users/${id}`, `/v1.0/users/${id}`]);
		expect(log.map(({ body }) => body)).toEqual([
			asLogged(expected.directory),
			asLogged(expected.sharePoint),
		]);
		// What the log masks was sent in full: the length shows it.
		expect(log[0].headers['content-length']).toBe(
			String(Buffer.byteLength(JSON.stringify(expected.directory))),
		);

		expect(await readBack(bench, id, properties)).toMatchObject(read ?? sent);
	});
});

const KINDS = {
	string: 'text',
	boolean: 'true or false',
	dateTime: 'date',
	stringList: 'list of texts',
	flags: 'choices',
};
const fieldRow = (name: string): string[] => {
	const field = WRITABLE_FIELDS.find((one) => one.name === name);
	if (!field) throw new Error(name);
	const kind = field.kind === 'string' && field.write.values ? 'choice' : KINDS[field.kind];
	return [`\`${name}\``, field.displayName, kind, field.sharePoint ? 'profile' : 'directory'];
};

describe('docs/migration.md', () => {
	it('has a row for each field of the Okta card', () => {
		expect(Object.keys(OKTA_CARD)).toHaveLength(42 + 15);
		const rows = tables().get('Okta field -> this node');
		expect(rows?.map((cells) => cells.slice(0, 4))).toEqual(Object.keys(OKTA_CARD).map(fieldRow));
	});

	it('has a row for each field beyond the card, and covers every field of the node', () => {
		const rows = tables().get('More than the card');
		expect(rows?.map((cells) => cells.slice(0, 4))).toEqual(
			Object.keys(BEYOND_THE_CARD).map(fieldRow),
		);
		expect(Object.keys(SAMPLES).sort()).toEqual(WRITABLE_FIELDS.map(({ name }) => name).sort());
	});
});
