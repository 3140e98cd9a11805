// "Import HR's list from a file" as the person sees it who approves the changes.
import { join } from 'node:path';
import { workflowsDir } from '../../../sandbox/paths.mjs';
import { equal } from '../check.mjs';
import { dismissNotices, openSession } from './session.mjs';

/** The page with the changes, answered with "Change nothing", and the workflow on the canvas. */
export async function approval(stage, { pictures }, { id }) {
	const session = await openSession(stage, { pictures });
	const { page, picture, url } = session;
	try {
		await page.setViewportSize({ width: 700, height: 800 });
		await page.goto(`${url}/form/hr-import`);
		await page.locator('input[type=file]').setInputFiles(join(workflowsDir, 'hr-import.csv'));
		await page.getByRole('button', { name: 'Submit' }).click();
		await page.getByRole('heading', { name: '6 users differ from the list' }).waitFor();
		const [head, ...changes] = await page
			.locator('tr')
			.evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.innerText)));
		equal('The head of the table', head, ['User', 'Field', 'Now', 'Then']);
		equal('The first change', changes[0], [
			'leanne.mertz',
			'jobTitle',
			'Compliance Officer',
			'Head of Compliance',
		]);
		await picture('hr-approval');
		await page.getByRole('combobox').selectOption('Change nothing');
		await page.getByRole('button', { name: 'Go on' }).click();
		await page.getByRole('heading', { name: 'Nothing was changed' }).waitFor();

		await page.setViewportSize({ width: 1280, height: 500 });
		await page.goto(`${url}/workflow/${id}`);
		await page.getByTestId('canvas-node').first().waitFor();
		await dismissNotices(page);
		await page.getByTestId('zoom-to-fit').click();
		await picture('canvas-hr-import');
		return `${changes.length} changes read as a table, nothing changed without approval`;
	} finally {
		await session.close();
	}
}
