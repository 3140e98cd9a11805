import { InvalidParameterError } from '../../../nodes/Office365Users/checks/invalidParameterError';
import { fieldNames } from '../../../nodes/Office365Users/checks/fieldNames';

test.each([
	['a list', ['id', 'surname', 'department'], ['id', 'surname', 'department']],
	['text with commas', 'id,surname,department', ['id', 'surname', 'department']],
	['spaces and line ends around', ' id , surname ,\n department ', ['id', 'surname', 'department']],
	['spaces in a list', [' id ', 'surname\t'], ['id', 'surname']],
	['repeats', ['surname', 'id', 'surname', ' surname '], ['surname', 'id']],
	['the order as given', 'userType,id,city', ['userType', 'id', 'city']],
	['without id', 'city', ['id', 'city']],
	['only id', ['id'], ['id']],
	['commas without a name between', 'city,,  ,id,', ['city', 'id']],
	[
		'an extension, a schema extension and an open type',
		['id', 'extension_0123456789abcdef0123456789abcdef_skypeId', 'ext8kq1_course', 'com.contoso_x'],
		['id', 'extension_0123456789abcdef0123456789abcdef_skypeId', 'ext8kq1_course', 'com.contoso_x'],
	],
	['a name that no table knows', 'id,shoeSize', ['id', 'shoeSize']],
])('%s', (_, given, names) => {
	expect(fieldNames(given, 'Fields')).toEqual(names);
});

test.each([[undefined], [null], [''], ['  '], [','], [[]], [['']]])(
	'%j chooses nothing',
	(given) => {
		expect(fieldNames(given, 'Fields')).toEqual([]);
	},
);

test.each([
	['a space inside', 'id,job title', 'job title'],
	['a name as the editor shows it', ['Job Title'], 'Job Title'],
	['a path', 'manager/displayName', 'manager/displayName'],
	['another query option', 'id&$filter=x', 'id&$filter=x'],
	['a digit first', '2ndName', '2ndName'],
	['a dollar', '$select', '$select'],
	['a star', '*', '*'],
	['an umlaut', 'straße', 'straße'],
	['a number in a list', ['id', 5], '5'],
	['null in a list', ['id', null], 'null'],
	['a list in a list', [['id', 'mail']], '["id","mail"]'],
	['an object in a list', [{ name: 'id' }], '{"name":"id"}'],
])('refused: %s', (_, given, named) => {
	const check = (): string[] => fieldNames(given, 'Fields');
	expect(check).toThrow(InvalidParameterError);
	expect(check).toThrow(`'Fields' contains "${named}"`);
});

test.each([[5], [true], [{ fields: ['id'] }]])('refused: %j is no list', (given) => {
	expect(() => fieldNames(given, 'Clear Fields')).toThrow(InvalidParameterError);
	expect(() => fieldNames(given, 'Clear Fields')).toThrow(/^'Clear Fields' must be a list/);
});

test('the list that was given is left as it is', () => {
	const given = ['city', 'city'];
	fieldNames(given, 'Fields');
	expect(given).toEqual(['city', 'city']);
});
