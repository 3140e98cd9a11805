/** A calendar day stays the day that was meant (docs/graph.md#calendar-days). */
import type { IDataObject } from 'n8n-workflow';

import { EVERY_RIGHT, patches } from '../../support/engine/updating';
import { BOTH_PATHS, user, Workbench } from '../../support/engine/workbench';

const bench = new Workbench({ users: 60 });

describe.each(BOTH_PATHS)('Calendar days over %s', (path) => {
	/** What reached Graph for an expression, in a workflow with this time zone. */
	const sent = async (name: string, expression: string, timezone: string): Promise<unknown> => {
		const { error } = await bench.run(
			{
				resource: 'update',
				operation: 'user',
				user: user(bench.tenant.cast.alice.id, 'id'),
				updateFields: { [name]: `={{ ${expression} }}` },
			},
			{ path, signIn: { scopes: EVERY_RIGHT }, workflowSettings: { timezone } },
		);
		if (error) throw error;
		return ((await patches(bench)).at(-1)?.body as IDataObject)[name];
	};

	const BERLIN_MIDNIGHT = "DateTime.fromISO('2026-07-14', { zone: 'Europe/Berlin' })";

	describe.each(['birthday', 'employeeHireDate'])('%s', (name) => {
		it.each([
			['a luxon date in another zone', BERLIN_MIDNIGHT, 'America/New_York'],
			["a luxon date in the workflow's zone", "DateTime.fromISO('2026-07-14')", 'Europe/Berlin'],
			['text with an offset', "'2026-07-14T00:00:00+02:00'", 'UTC'],
			['what n8n makes of a luxon date', `${BERLIN_MIDNIGHT}.toISO()`, 'UTC'],
			['text without one', "'2026-07-14'", 'Asia/Tokyo'],
			['a time of day', "DateTime.fromISO('2026-07-14T23:30:00')", 'America/New_York'],
			['a JavaScript date', "new Date('2026-07-13T22:00:00Z')", 'Europe/Berlin'],
		])('%s', async (_, expression, timezone) => {
			expect(await sent(name, expression, timezone)).toBe('2026-07-14T00:00:00Z');
		});

		it.each(['Pacific/Kiritimati', 'Pacific/Pago_Pago'])('today in %s', async (timezone) => {
			const today = (): string =>
				new Intl.DateTimeFormat('sv-SE', { timeZone: timezone }).format(new Date());
			for (const expression of ['$today', '$now', 'new Date()']) {
				const before = today();
				const day = await sent(name, expression, timezone);
				expect([before, today()]).toContain(String(day).slice(0, 10));
				expect(day).toMatch(/T00:00:00Z$/);
			}
		});
	});

	it.each([
		['a day', BERLIN_MIDNIGHT, '2026-07-14T00:00:00Z'],
		['a time of day', `${BERLIN_MIDNIGHT}.plus({ hours: 18 })`, '2026-07-14T16:00:00Z'],
		['text with both', "'2026-07-14T18:00:00+02:00'", '2026-07-14T16:00:00Z'],
		['a JavaScript date', "new Date('2026-07-14T04:00:00Z')", '2026-07-14T00:00:00Z'],
		['the same with a time', "new Date('2026-07-14T05:00:00Z')", '2026-07-14T05:00:00Z'],
	])('employeeLeaveDateTime: %s', async (_, expression, wanted) => {
		expect(await sent('employeeLeaveDateTime', expression, 'America/New_York')).toBe(wanted);
	});
});
