/**
 * What people move over from: every action of the Power Automate connector "Office 365 Users" and
 * every field of the Okta card "Update User", one row each (graph-facts 6, design 1.5).
 */
import { WRITABLE_FIELDS } from '../../nodes/Office365Users/userProperties';
import {
	BEYOND_THE_CARD,
	EVERY_RIGHT,
	OKTA_CARD,
	patches,
	readBack,
	type Sample,
	SAMPLES,
} from './harness/updating';
import { BOTH_PATHS, user, Workbench } from './harness/workbench';

const bench = new Workbench({ users: 60 });

/** A field of each kind that goes along, so that every row shows in which request its field is sent. */
const ALONG = { directory: { city: 'Reykjavík' }, sharePoint: { skills: ['ice climbing'] } };

/** The tenant's log never holds a password. */
const asLogged = (body: object): object =>
	JSON.parse(
		JSON.stringify(body, (key, value: unknown) => (key === 'password' ? '(masked)' : value)),
	) as object;

describe.each(BOTH_PATHS)('Okta field over %s', (path) => {
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
			{ path, signIn: { scopes: EVERY_RIGHT } },
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

		// Both members of this one are sent, or the other would be lost (graph-facts 1.2).
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
		// What the log masks went out whole: the length tells.
		expect(log[0].headers['content-length']).toBe(
			String(Buffer.byteLength(JSON.stringify(expected.directory))),
		);

		expect(await readBack(bench, id, properties)).toMatchObject(read ?? sent);
	});
});

describe('The rows', () => {
	it('are all fields of the node, and the card has all 57', () => {
		expect(Object.keys(OKTA_CARD)).toHaveLength(57);
		expect([...Object.keys(OKTA_CARD), ...Object.keys(BEYOND_THE_CARD)].sort()).toEqual(
			WRITABLE_FIELDS.map(({ name }) => name).sort(),
		);
	});
});
