/** Only If Changed where an earlier item gives a user's name to somebody else. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { EVERY_RIGHT, ordinaryPeople } from '../support/engine/updating';
import { user, Workbench } from '../support/engine/workbench';

const bench = new Workbench({ users: 60 });
const NEW_NAME = 'aa.new@contoso.onmicrosoft.example';

const run = async (parameters: INodeParameters, items: IDataObject[]) =>
	await bench.run(parameters, {
		signIn: { scopes: EVERY_RIGHT },
		settings: { onError: 'continueRegularOutput' },
		items: items.map((json) => ({ json })),
	});
/** An item's `user` is to have the name `rename` and the job title `title`. */
const update = (onlyIfChanged: INodeParameters[string] = true): INodeParameters => ({
	resource: 'update',
	operation: 'user',
	user: user('={{ $json.user }}'),
	updateFields: { userPrincipalName: '={{ $json.rename }}', jobTitle: '={{ $json.title }}' },
	options: { onlyIfChanged, emptyValues: 'skip' },
});
const twoNamed = async () => {
	const [a, b] = await ordinaryPeople(bench, 2);
	const nameOf = async (id: string) => String((await bench.stored(id)).userPrincipalName);
	return { a, b, nameOfA: await nameOf(a), nameOfB: await nameOf(b) };
};

test.each([
	['all items compare', true],
	['one item only writes', '={{ $itemIndex !== 2 }}'],
])('what is for one user does not go to who has taken over the name: %s', async (_, compares) => {
	const { a, b, nameOfA, nameOfB } = await twoNamed();
	const before = await bench.stored(b);
	const { items } = await run(update(compares), [
		{ user: nameOfA, rename: NEW_NAME },
		{ user: nameOfB, rename: nameOfA },
		{ user: nameOfA, title: 'for A' },
	]);
	expect(items.map(({ json }) => json.error)).toEqual([undefined, undefined, undefined]);
	expect(await bench.stored(a)).toMatchObject({ userPrincipalName: NEW_NAME, jobTitle: 'for A' });
	expect(await bench.stored(b)).toMatchObject({
		userPrincipalName: nameOfA,
		jobTitle: before.jobTitle,
	});
});

test('an item by the old name reaches the user', async () => {
	const { a, nameOfA } = await twoNamed();
	const { items } = await run(update(), [
		{ user: nameOfA, rename: NEW_NAME },
		{ user: nameOfA, title: 'for A' },
	]);
	expect(items.map(({ json }) => json)).toMatchObject([
		{ success: true, user: nameOfA },
		{ success: true, user: nameOfA },
	]);
	expect(await bench.stored(a)).toMatchObject({ jobTitle: 'for A' });
});
