import type { IDataObject } from 'n8n-workflow';

import { FieldAccessCache } from '../../../nodes/Office365Users/users/fieldAccess';
import { completeSharePointFields } from '../../../nodes/Office365Users/users/userReader';
import { GraphError } from '../../../nodes/Office365Users/transport/graphError';
import { DEFAULT_FIELDS } from '../../../nodes/Office365Users/users/userProperties';

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
	await completeSharePointFields(entities, CHOSEN, new FieldAccessCache(), read);
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
	await completeSharePointFields(entities, fields, new FieldAccessCache(), read);
	expect(asked).toEqual([]);
	expect(entities).toEqual([{ id: '1', surname: 'S1' }]);
});

test('what is not a user has no profile', async () => {
	const { read, asked } = profiles([]);
	const contact = { '@odata.type': '#microsoft.graph.orgContact', id: '1' };
	const nameless = { displayName: 'No ID' };
	await completeSharePointFields([contact, nameless], CHOSEN, new FieldAccessCache(), read);
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
			const completing = completeSharePointFields(entities, CHOSEN, new FieldAccessCache(), read);
			await expect(completing).rejects.toBe(error);
		},
	);

	test.each([
		[unauthorized, true],
		[noSharePoint, true],
		[forbidden, false],
	])('of default fields leaves them out (%s), for everyone: %s', async (error, everyone) => {
		const { entities, read } = profiles(['1'], error);
		const learnt = new FieldAccessCache();
		await completeSharePointFields(entities, DEFAULTS, learnt, read);
		expect(entities).toEqual([{ id: '1', surname: 'S1' }]);
		expect(learnt.safeFieldsForAll).toBe(everyone);
	});

	test('once learnt for everyone, default fields are not asked for again', async () => {
		const { entities, read, asked } = profiles(['1', '2'], unauthorized);
		const learnt = new FieldAccessCache();
		await completeSharePointFields([entities[0]], DEFAULTS, learnt, read);
		await completeSharePointFields([entities[1]], DEFAULTS, learnt, read);
		expect(asked).toHaveLength(1);
	});

	test('of another kind is said, also for default fields', async () => {
		const { entities, read } = profiles(['1'], notThere);
		await expect(
			completeSharePointFields(entities, DEFAULTS, new FieldAccessCache(), read),
		).rejects.toBe(notThere);
	});
});
