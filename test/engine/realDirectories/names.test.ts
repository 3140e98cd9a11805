/** Names as people and other tools hand them over (docs/graph.md#user-ids-in-paths). */
import { itemsFor, userOfItem, Workbench } from '../../support/engine/workbench';

const bench = new Workbench({ users: 60 });
const profile = {
	resource: 'get',
	operation: 'userProfile',
	user: userOfItem,
	selectFields: ['displayName'],
};

describe('Names', () => {
	it("understands a guest's name that is encoded already", async () => {
		const { guest } = bench.tenant.cast;
		const encoded = guest.userPrincipalName.replaceAll('#', '%23');
		const [read] = await bench.results(profile, { items: itemsFor(encoded) });
		expect(encoded).toContain('%23EXT%23');
		expect(read.id).toBe(guest.id);
	});

	it('takes invisible characters around a name for what they are', async () => {
		const { alice } = bench.tenant.cast;
		const items = itemsFor(
			...['\u200b', '\u00ad', '\ufeff', '\u00a0'].map(
				(one) => `${one}${alice.userPrincipalName}${one}`,
			),
		);
		const read = await bench.results(profile, { items });
		expect(read.map(({ id }) => id)).toEqual(Array(4).fill(alice.id));
	});

	it('shows one inside a name, and sends nothing', async () => {
		const { error } = await bench.run(profile, {
			items: itemsFor('alice\u200b.wallace@contoso.example'),
		});
		expect(error?.message).toContain('"alice\\u200b.wallace@contoso.example"');
		expect(await bench.log()).toEqual([]);
	});

	it('says how to look up a mail address that is no user principal name', async () => {
		bench.expectRefusal(404, 'Request_ResourceNotFound');
		const { guest } = bench.tenant.cast;
		const mail = String(guest.mail);
		const { error } = await bench.run(profile, { items: itemsFor(mail) });
		expect(error?.message).toBe(
			`No user found for "${mail}" in 'User'. If this is a mail address, choose By Mail`,
		);
		// What it says works.
		const [found] = await bench.results({
			...profile,
			user: { __rl: true, mode: 'mail', value: mail },
		});
		expect(found.id).toBe(guest.id);
	});

	it('says nothing of mail where an ID was given', async () => {
		bench.expectRefusal(404, 'Request_ResourceNotFound');
		const nobody = '00000000-1111-4222-8333-444444444444';
		const { error } = await bench.run(profile, { items: itemsFor(nobody) });
		expect(error?.message).toBe(`No user found for "${nobody}" in 'User'`);
	});
});
