/** Get Changed Users and Get Management Chain. */
import type { IDataObject } from 'n8n-workflow';

import { DEFAULT_LIST_FIELDS } from '../../nodes/Office365Users/users/userProperties';
import { BOTH_PATHS, itemsFor, userOfItem, Workbench } from '../support/engine/workbench';

const bench = new Workbench();

describe('Get Management Chain', () => {
	const chain = { resource: 'get', operation: 'managementChain', user: userOfItem };

	it('returns the managers up to the top, nearest first', async () => {
		const { alice, ceo } = bench.tenant.cast;
		const managers = await bench.results(chain, { items: itemsFor(alice.id) });
		expect(managers.map(({ level }) => level)).toEqual(managers.map((_, index) => index + 1));
		expect(managers[0].id).toBe(alice.manager);
		expect(managers.at(-1)?.id).toBe(ceo.id);
		expect(Object.keys(managers[0]).sort()).toEqual([...DEFAULT_LIST_FIELDS, 'level'].sort());
		for (const [index, { id }] of managers.slice(0, -1).entries()) {
			const { body } = await bench.tenant.control('GET', `/users/${String(id)}`);
			expect((body as unknown as IDataObject).managerId).toBe(managers[index + 1].id);
		}
	});

	it('fills in chosen profile fields', async () => {
		const { alice } = bench.tenant.cast;
		const managers = await bench.results(
			{ ...chain, selectFields: ['displayName', 'skills'] },
			{ items: itemsFor(alice.id) },
		);
		for (const { id, skills } of managers) {
			expect(skills).toEqual((await bench.stored(id as string)).skills);
		}
	});

	it('returns nothing for someone without a manager', async () => {
		expect(await bench.results(chain, { items: itemsFor(bench.tenant.cast.ceo.id) })).toEqual([]);
	});
});

describe('Get Changed Users', () => {
	const changes = { resource: 'search', operation: 'changes', state: 'item' };

	it('returns everyone first, then what has changed, then nothing', async () => {
		const { alice, noPhoto } = bench.tenant.cast;
		const first = await bench.results(changes);
		const { deltaLink } = first.at(-1) as { deltaLink: string };
		const { body } = await bench.tenant.control('GET', '/cast');
		expect(first).toHaveLength((body.users as number) + 1);

		await bench.tenant.control('PATCH', `/users/${alice.id}`, {
			properties: { department: 'Moved' },
		});
		await bench.tenant.control('DELETE', `/users/${noPhoto.id}`);
		const second = await bench.results({ ...changes, deltaLink });
		expect(second).toHaveLength(3);
		expect(second).toContainEqual(expect.objectContaining({ id: alice.id, department: 'Moved' }));
		expect(second).toContainEqual({ id: noPhoto.id, removed: 'changed' });
		const third = await bench.results({
			...changes,
			deltaLink: second.at(-1)?.deltaLink as string,
		});
		expect(third).toEqual([{ deltaLink: expect.any(String) as string, isLast: true }]);
	});

	it.each(BOTH_PATHS)(
		'remembers in the workflow where the last round ended, over %s',
		async (path) => {
			const { alice } = bench.tenant.cast;
			const inWorkflow = { ...changes, state: 'workflow' };
			const staticData: IDataObject = {};
			const first = await bench.results(inWorkflow, {
				path,
				staticData,
				items: itemsFor('a', 'b'),
			});
			const { body } = await bench.tenant.control('GET', '/cast');
			expect(first).toHaveLength(body.users as number);
			await bench.tenant.control('PATCH', `/users/${alice.id}`, {
				properties: { department: 'Moved' },
			});
			const second = await bench.results(inWorkflow, { path, staticData });
			expect(second.map(({ id }) => id)).toEqual([alice.id]);
			expect(await bench.results(inWorkflow, { path, staticData })).toEqual([]);
			// The link does not cover other fields: everyone is returned again.
			const other = await bench.results(
				{ ...inWorkflow, selectFields: ['city'] },
				{ path, staticData },
			);
			expect(other).toHaveLength(body.users as number);
		},
	);

	it.each(['resync', 'expired'])('starts over when Graph says %s', async (deltaTokens) => {
		bench.expectRefusal(deltaTokens === 'resync' ? 410 : 400);
		const first = await bench.results(changes);
		await bench.tenant.control('PATCH', '/settings', { deltaTokens });
		const { deltaLink } = first.at(-1) as { deltaLink: string };
		const again = await bench.results({ ...changes, deltaLink });
		expect(again).toHaveLength(first.length);
	});

	it.each(['https://evil.example/v1.0/users/delta?$deltatoken=x', 'not a link'])(
		'sends no token to %s',
		async (deltaLink) => {
			const { error } = await bench.run({ ...changes, deltaLink });
			expect(error?.message).toContain("'Delta Link'");
			expect(await bench.log()).toEqual([]);
		},
	);
});
