import { onePerUser } from '../../../../nodes/Office365Users/resources/search/changedUsers';

const REMOVED = { reason: 'deleted' };
const manager = (...entries: object[]): object => ({ 'manager@delta': entries });
const is = (id: string): object => ({ '@odata.type': '#microsoft.graph.user', id });
const was = (id: string): object => ({ ...is(id), '@removed': REMOVED });

test.each([
	['one', [manager(is('m'))], { id: 'm' }],
	['another', [manager(was('l'), is('m'))], { id: 'm' }],
	['another, told the other way round', [manager(is('m'), was('l'))], { id: 'm' }],
	['the last of several', [manager(is('k'), is('l'), is('m'))], { id: 'm' }],
	['none any more', [manager(was('l'))], null],
	['none, as an empty list', [manager()], null],
	[
		'a contact',
		[manager({ ...is('m'), '@odata.type': '#microsoft.graph.orgContact' })],
		{ id: 'm' },
	],
	['two changes', [manager(is('l')), manager(was('l'), is('m'))], { id: 'm' }],
	['one who came and went', [manager(is('l')), manager(was('l'))], null],
	[
		'one who went, told after the other had come',
		[manager(is('m')), manager(was('l'))],
		{ id: 'm' },
	],
	['one who went, then another', [manager(was('l')), manager(is('m'))], { id: 'm' }],
	['a change told before another field', [manager(is('m')), { city: 'Ulm' }], { id: 'm' }],
	['no list', [{ 'manager@delta': 'odd' }], undefined],
	['no change', [{ city: 'Ulm' }], undefined],
])('the manager: %s', (_, entries, expected) => {
	const [user, ...others] = onePerUser(entries.map((entry) => ({ id: '1', ...entry })));
	expect(others).toEqual([]);
	expect(user.manager).toEqual(expected);
	expect('manager' in user).toBe(expected !== undefined);
	expect(user).not.toHaveProperty(['manager@delta']);
});

test('each entry of a user tells something: later ones hold', () => {
	expect(
		onePerUser([
			{ id: '1', city: 'Ulm', department: 'A' },
			{ id: '2', city: 'Bonn' },
			{ id: '1', city: null, jobTitle: 'B' },
		]),
	).toEqual([
		{ id: '2', city: 'Bonn' },
		{ id: '1', city: null, department: 'A', jobTitle: 'B' },
	]);
});

test('a user who is removed, and one who has come back', () => {
	expect(
		onePerUser([
			{ id: '1', city: 'Ulm', ...manager(is('m')) },
			{ id: '1', '@removed': { reason: 'changed' } },
			{ id: '2', '@removed': REMOVED },
			{ id: '2', jobTitle: 'B' },
		]),
	).toEqual([
		{ id: '1', removed: 'changed' },
		{ id: '2', jobTitle: 'B' },
	]);
});

test('entries without an ID stay what they are', () => {
	expect(onePerUser([{ city: 'Ulm' }, { city: 'Bonn' }])).toEqual([
		{ city: 'Ulm' },
		{ city: 'Bonn' },
	]);
});

test.each([null, 'text', 1])('%j in a page is nobody', (entry) => {
	expect(onePerUser([entry as never, { id: '1' }])).toEqual([{ id: '1' }]);
});
