import {
	entityIn,
	isUser,
	NotAnEntityError,
	withoutAnnotations,
} from '../../../nodes/Office365Users/transport/entity';
import { answer } from '../../support/graph/send';

const ANNOTATED = {
	'@odata.context': 'https://graph.example/v1.0/$metadata#users/$entity',
	'@odata.id': 'https://graph.example/v2/x',
	'@odata.etag': 'W/"1"',
	'@odata.type': '#microsoft.graph.user',
	id: '1',
	mail: null,
	businessPhones: [],
};

test("a user loses OData's annotations and nothing else", () => {
	expect(withoutAnnotations(ANNOTATED)).toEqual({ id: '1', mail: null, businessPhones: [] });
});

test('the type stays where it is not a user', () => {
	const contact = { ...ANNOTATED, '@odata.type': '#microsoft.graph.orgContact' };
	expect(withoutAnnotations(contact)).toEqual({
		'@odata.type': '#microsoft.graph.orgContact',
		id: '1',
		mail: null,
		businessPhones: [],
	});
});

test('it is a copy', () => {
	const given = { ...ANNOTATED };
	expect(withoutAnnotations(given)).not.toBe(given);
	expect(given).toEqual(ANNOTATED);
});

test.each([
	[{ id: '1' }, true],
	[{ '@odata.type': '#microsoft.graph.user' }, true],
	[{ '@odata.type': '#microsoft.graph.orgContact' }, false],
	[{ '@odata.type': '#microsoft.graph.group' }, false],
])('%j is a user: %s', (entity, expected) => {
	expect(isUser(entity)).toBe(expected);
});

test.each([[undefined], [null], [''], ['<html></html>'], [5], [['x']], [[]]])(
	'%j is no entity',
	(body) => {
		expect(() => entityIn(answer(200, body))).toThrow(NotAnEntityError);
	},
);

test('an object is one', () => {
	expect(entityIn(answer(200, ANNOTATED))).toBe(ANNOTATED);
});
