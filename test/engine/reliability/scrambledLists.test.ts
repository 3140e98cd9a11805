/**
 * Lists of users scrambled by chance, in ways that nobody has thought of one by one: an item has its
 * own user, or the manager of its own user, or fails. The same seed scrambles alike.
 */
import type { IDataObject } from 'n8n-workflow';

import { EVERY_RIGHT, ordinaryPeople } from '../../support/engine/updating';
import { Workbench } from '../../support/engine/workbench';
import { VirtualClock } from '../../support/graph/virtualClock';
import { tampering } from '../../support/graph/tampering';

type User = Record<string, unknown>;

const bench = new Workbench({ users: 150 });

/** Each makes another list of a list. What Graph says of one user is never said of another. */
const scramblers = (chance: () => number, earlier: User[]): Array<(users: User[]) => unknown[]> => {
	const sometimes = (): boolean => chance() > 0.8;
	const each = (change: (user: User) => unknown) => (users: User[]) =>
		users.map((user) => (sometimes() ? change(user) : user));
	return [
		(users) => [...users].sort(() => chance() - 0.5),
		(users) => users.filter(() => !sometimes()),
		(users) => [...users, ...users.filter(sometimes)],
		(users) => [...users, ...earlier.slice(-20)],
		() => earlier.slice(-15),
		each(() => null),
		each((user) => [user]),
		each((user) => ({ ...user, id: null })),
		each((user) => ({ ...user, id: String(user.id).toUpperCase() })),
		each((user) => ({ ...user, manager: null })),
		each((user) => {
			const names = Object.keys(user);
			const dropped = names[Math.floor(chance() * names.length)];
			return Object.fromEntries(Object.entries(user).filter(([name]) => name !== dropped));
		}),
	];
};

const isUser = (one: unknown): one is User =>
	typeof one === 'object' && one !== null && !Array.isArray(one);

it.each(Array.from({ length: 12 }, (_, seed) => seed + 1))('seed %i', async (seed) => {
	const chance = new VirtualClock({ seed }).random;
	const pick = <T>(list: readonly T[]): T => list[Math.floor(chance() * list.length)];
	const earlier: User[] = [];
	const ways = scramblers(chance, earlier);
	const between = await tampering(
		bench.tenant.graph,
		(users) => {
			let list: unknown[] = users;
			for (let times = 0; times < 3; times++) list = pick(ways)(list.filter(isUser));
			earlier.push(...users.map((user) => ({ ...user })));
			if (chance() > 0.15) return { value: list };
			return pick<unknown>([{ error: { code: 'x' } }, 'text', { value: 7 }, {}]);
		},
		// Lists in the place of other lists, and all answers in another order.
		(parts) => {
			const lists = parts.filter(({ body }) => isUser(body) && Array.isArray(body.value));
			return parts
				.map((part) =>
					lists.includes(part) && chance() > 0.5 ? { ...part, body: pick(lists).body } : part,
				)
				.sort(() => chance() - 0.5);
		},
	);
	try {
		const stored = await bench.credential({ scopes: EVERY_RIGHT });
		const credential = { ...stored, data: { ...stored.data, graphBaseUrl: between.address } };
		const ids = new Set(await ordinaryPeople(bench, 90));
		const fields = ['id', 'userPrincipalName', 'mail', 'employeeId'];
		const people = (await bench.everyone(fields, '$expand=manager')).filter(({ id }) =>
			ids.has(String(id)),
		);
		const asked = Array.from({ length: 120 }, () => pick(people));
		for (const [operation, mode, key] of [
			['userProfile', 'id', 'id'],
			['userProfile', 'upn', 'userPrincipalName'],
			['userProfile', 'mail', 'mail'],
			['userProfile', 'employeeId', 'employeeId'],
			['manager', 'id', 'id'],
		]) {
			const { items } = await bench.run(
				{
					resource: 'get',
					operation,
					user: { __rl: true, mode, value: '={{ $json.key }}' },
					selectFields: ['city'],
				},
				{
					credential,
					settings: { onError: 'continueRegularOutput' },
					items: asked.map((person) => ({ json: { key: person[key] } })),
				},
			);
			const own = ({ id, manager }: IDataObject): unknown =>
				operation === 'manager' ? (manager as IDataObject).id : id;
			const others = items.filter(
				({ json }, index) =>
					json.error === undefined && String(json.id).toLowerCase() !== own(asked[index]),
			);
			expect({ operation, mode, others }).toEqual({ operation, mode, others: [] });
			// Whoever is named by ID or UPN can always be read singly.
			const failed = items.filter(({ json }) => json.error !== undefined);
			if (mode === 'id' || mode === 'upn') expect(failed).toEqual([]);
		}
	} finally {
		await between.close();
	}
});
