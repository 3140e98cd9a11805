import type { IDataObject } from 'n8n-workflow';

import { completeProfiles, Learnt } from '../../../nodes/Office365Users/transport/fields';
import { GraphError } from '../../../nodes/Office365Users/transport/graphError';
import { DEFAULT_FIELDS } from '../../../nodes/Office365Users/userProperties';

const CHOSEN = {
	names: ['id', 'surname', 'aboutMe', 'skills'],
	chosen: true,
	profilePerUser: true,
};
const DEFAULTS = { names: DEFAULT_FIELDS, chosen: false, profilePerUser: true };

/** Users, and a reader that knows their profiles and remembers what it was asked. */
function profiles(ids: string[], refused?: Error) {
	const asked: Array<[string, readonly string[]]> = [];
	return {
		asked,
		entities: ids.map((id): IDataObject => ({ id, surname: `S${id}` })),
		read: async (id: string, names: readonly string[]): Promise<IDataObject> => {
			asked.push([id, names]);
			if (refused) throw refused;
			return { id, aboutMe: `About ${id}`, skills: [id], unasked: true };
		},
	};
}

test("SharePoint's fields are put into each user, by the user's own ID", async () => {
	const { entities, read, asked } = profiles(['1', '2']);
	await completeProfiles(entities, CHOSEN, new Learnt(), read);
	expect(entities).toEqual([
		{ id: '1', surname: 'S1', aboutMe: 'About 1', skills: ['1'] },
		{ id: '2', surname: 'S2', aboutMe: 'About 2', skills: ['2'] },
	]);
	expect(asked).toEqual([
		['1', ['aboutMe', 'skills']],
		['2', ['aboutMe', 'skills']],
	]);
});

test.each([
	["nobody asked for SharePoint's fields", { ...CHOSEN, names: ['id', 'surname'] }],
	['they came with the user', { ...CHOSEN, profilePerUser: false }],
])('nothing is read where %s', async (_, fields) => {
	const { entities, read, asked } = profiles(['1']);
	await completeProfiles(entities, fields, new Learnt(), read);
	expect(asked).toEqual([]);
	expect(entities).toEqual([{ id: '1', surname: 'S1' }]);
});

test('what is not a user has no profile', async () => {
	const { read, asked } = profiles([]);
	const contact = { '@odata.type': '#microsoft.graph.orgContact', id: '1' };
	const nameless = { displayName: 'No ID' };
	await completeProfiles([contact, nameless], CHOSEN, new Learnt(), read);
	expect(asked).toEqual([]);
});

describe('a refusal', () => {
	const unauthorized = new GraphError(401, 'Unauthorized', '');
	const forbidden = new GraphError(403, 'accessDenied', '');
	const noSharePoint = new GraphError(400, 'BadRequest', 'Tenant does not have a SPO license.');
	const notThere = new GraphError(404, 'Request_ResourceNotFound', '');

	test.each([unauthorized, forbidden, noSharePoint, notThere])(
		'of fields that the user chose is said ($status)',
		async (error) => {
			const { entities, read } = profiles(['1'], error);
			const completing = completeProfiles(entities, CHOSEN, new Learnt(), read);
			await expect(completing).rejects.toBe(error);
		},
	);

	test.each([
		[unauthorized, true],
		[noSharePoint, true],
		[forbidden, false],
	])('of default fields leaves them out (%s), for everyone: %s', async (error, everyone) => {
		const { entities, read } = profiles(['1'], error);
		const learnt = new Learnt();
		await completeProfiles(entities, DEFAULTS, learnt, read);
		expect(entities).toEqual([{ id: '1', surname: 'S1' }]);
		expect(learnt.safeFieldsForAll).toBe(everyone);
	});

	test('once learnt for everyone, default fields are not asked for again', async () => {
		const { entities, read, asked } = profiles(['1', '2'], unauthorized);
		const learnt = new Learnt();
		await completeProfiles([entities[0]], DEFAULTS, learnt, read);
		await completeProfiles([entities[1]], DEFAULTS, learnt, read);
		expect(asked).toHaveLength(1);
	});

	test('of another kind is said, also for default fields', async () => {
		const { entities, read } = profiles(['1'], notThere);
		await expect(completeProfiles(entities, DEFAULTS, new Learnt(), read)).rejects.toBe(notThere);
	});
});
