// "Import HR's list from a file" as the person sees it who approves the changes.
import { join } from 'node:path';
import { workflowsDir } from '../../../sandbox/paths.mjs';
import { equal } from '../check.mjs';
import { openSession } from './session.mjs';

/** The page with the changes, answered with "Change nothing". */
export async function approval(stage, { pictures }) {
	const session = await openSession(stage, { pictures });
	const { page, picture, url } = session;
	try {
		await page.setViewportSize({ width: 700, height: 740 });
		await page.goto(`${url}/form/hr-import`);
		await page.locator('input[type=file]').setInputFiles(join(workflowsDir, 'hr-import.csv'));
		await page.getByRole('button', { name: 'Submit' }).click();
		await page.getByRole('heading', { name: '6 users differ from the list' }).waitFor();
		const changes = await page.locator('li').allInnerTexts();
		equal(
			'The first change',
			changes[0],
			'leanne.mertz jobTitle: Compliance Officer → Head of Compliance',
		);
		await picture('hr-approval');
		await page.getByRole('combobox').selectOption('Change nothing');
		await page.getByRole('button', { name: 'Go on' }).click();
		await page.getByRole('heading', { name: 'Nothing was changed' }).waitFor();

		return `${changes.length} changes shown, nothing changed without approval`;
	} finally {
		await session.close();
	}
}
