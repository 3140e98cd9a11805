import { selectFields as selected } from '../../../nodes/Office365Users/parameters/selectFields';
import { InvalidParameterError } from '../../../nodes/Office365Users/checks/invalidParameterError';
import type { FieldSelection } from '../../../nodes/Office365Users/users/fieldAccess';
import { requestAfter } from '../../support/engine/steps';

const DEFAULTS = ['id', 'mail', 'aboutMe'];
const fields = async (selectFields: unknown, items = [{}]): Promise<FieldSelection | undefined> =>
	(await requestAfter([selected(DEFAULTS)], { selectFields: selectFields as never }, items)).graph
		.fields;

test.each([
	['the editor', ['surname', 'id'], ['surname', 'id']],
	[
		'an expression with a list',
		'={{ ["surname", "department"] }}',
		['id', 'surname', 'department'],
	],
	['an expression with a text', '={{ "surname, department" }}', ['id', 'surname', 'department']],
	['a text', 'surname', ['id', 'surname']],
])('chosen through %s', async (_, given, names) => {
	expect(await fields(given)).toEqual({ names, chosen: true, profilePerUser: false });
});

test.each([[[]], [''], ['={{ $json.missing }}'], ['={{ null }}']])(
	'%j chooses the default ones',
	async (given) => {
		expect(await fields(given)).toEqual({ names: DEFAULTS, chosen: false, profilePerUser: false });
	},
);

test("says where SharePoint's fields are only on the user's own address", async () => {
	const step = selected(DEFAULTS, { profilePerUser: true });
	const { graph } = await requestAfter([step], { selectFields: ['aboutMe'] });
	expect(graph.fields?.profilePerUser).toBe(true);
});

test('a name that no property can have is refused', async () => {
	await expect(fields(['job title'])).rejects.toThrow(InvalidParameterError);
	await expect(fields(['job title'])).rejects.toThrow(/^'Fields' contains "job title"/);
});

test.each([
	['UserPrincipalName,CITY', ['id', 'userPrincipalName', 'city']],
	['ID,aboutme', ['id', 'aboutMe']],
	['city,City', ['id', 'city']],
	['someThing', ['id', 'someThing']],
])('%s: names as Graph spells them', async (given, names) => {
	expect((await fields(given))?.names).toEqual(names);
});
