import { Faker, base, en } from '@faker-js/faker';
import { Directory } from './directory.ts';
import { seedGroups, type Group } from './groups.ts';
import { oddities, oddityNames, type OddityName } from './oddities.ts';
import { makePerson, type PersonSource } from './person.ts';
import { drawWords } from './words.ts';
import type { StoredUser } from './user.ts';

export interface SeedOptions {
	readonly users: number;
	readonly seed: number;
}

export interface Seeded {
	readonly directory: Directory;
	readonly tenantId: string;
	readonly cast: Readonly<Record<OddityName, StoredUser>>;
	readonly groups: Map<string, Group>;
}

export const tenantDomain = 'contoso.onmicrosoft.example';
export const mailDomain = 'contoso.example';

/**
 * A manager of 8 everywhere, except manyReports (more than one page of 100) and alice (a handful).
 */
const span = 8;
const manyReportsCount = 120;
const aliceReports = 5;

/** Fills a new directory. The same options always give the same tenant. */
export function seedDirectory({ users, seed }: SeedOptions): Seeded {
	const faker = new Faker({ locale: [en, base], seed });
	faker.setDefaultRefDate('2026-01-01T00:00:00Z');
	const source: PersonSource = {
		faker,
		words: drawWords(faker),
		tenantDomain,
		mailDomain,
		taken: new Set(),
	};
	const tenantId = faker.string.uuid();
	const outlines = oddities(tenantDomain);
	for (const { alias } of Object.values(outlines)) source.taken.add((alias ?? '').toLowerCase());
	const cast = Object.fromEntries(
		oddityNames.map((name) => [name, makePerson(source, outlines[name])]),
	) as Record<OddityName, StoredUser>;
	const contact = {
		id: faker.string.uuid(),
		displayName: 'Nestor Partner',
		givenName: 'Nestor',
		surname: 'Partner',
		mail: 'nestor@partner.example',
	};

	const others = Array.from({ length: Math.max(0, users - oddityNames.length) }, () =>
		makePerson(source),
	);
	assignManagers(cast, others, contact.id);
	const directory = new Directory();
	directory.orgContacts.set(contact.id, contact);
	for (const user of mixed([...Object.values(cast), ...others])) directory.seed(user);
	const seeded = directory.all();
	let groups: Map<string, Group> | undefined;
	return {
		directory,
		tenantId,
		cast,
		// Most tests need none.
		get groups() {
			groups ??= seedGroups(seeded, contact.id);
			return groups;
		},
	};
}

function assignManagers(
	cast: Record<OddityName, StoredUser>,
	others: StoredUser[],
	contactId: string,
): void {
	const { ceo, alice, admin, manyReports, orgContactManager } = cast;
	const nobodysReport = new Set<StoredUser>([ceo, orgContactManager, cast.dollar]);
	const leaders = others.slice(0, 2);
	alice.managerId = leaders[0]?.id ?? ceo.id;
	manyReports.managerId = ceo.id;
	admin.managerId = ceo.id;
	for (const user of Object.values(cast))
		if (user.managerId === null && !nobodysReport.has(user)) user.managerId = ceo.id;
	orgContactManager.managerId = contactId;
	// The tail reports to alice and to manyReports; the rest forms a tree under the CEO.
	const spare = Math.max(0, others.length - 12);
	const many = others.length >= manyReportsCount + 12 ? manyReportsCount : Math.min(spare, 20);
	const tailStart = others.length - Math.min(others.length, many + aliceReports);
	others.forEach((user, index) => {
		if (index >= tailStart)
			user.managerId = index < tailStart + aliceReports ? alice.id : manyReports.id;
		else user.managerId = index < span ? ceo.id : (others[Math.floor(index / span) - 1] ?? ceo).id;
	});
}

/** Spreads the cast over the list, so that no single page holds all of them. */
function mixed(users: StoredUser[]): StoredUser[] {
	return users
		.map((user, index) => ({ user, key: (index * 7919) % 104_729 }))
		.sort((a, b) => a.key - b.key)
		.map(({ user }) => user);
}
