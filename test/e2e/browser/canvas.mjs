// Pictures of workflows on the canvas.
import { dismissNotices, openSession } from './session.mjs';

/**
 * @param wanted `{ workflow, name, run }`: the picture's name, and whether the workflow is executed first
 */
export async function takeCanvasPictures(stage, pictures, wanted) {
	const session = await openSession(stage, { pictures });
	const { page, picture, close } = session;
	try {
		for (const { workflow, name, run = true } of wanted) {
			await page.goto(`${stage.n8n.url}/workflow/${workflow.id}`);
			const { name: last } = workflow.nodes
				.filter(({ type }) => !type.endsWith('.stickyNote'))
				.at(-1);
			const node = page.locator(`[data-test-id=canvas-node][data-node-name="${last}"]`);
			await node.waitFor();
			if (run) {
				await page.getByTestId('execute-workflow-button').first().click();
				// Not every node need have something to do; the last one has.
				await node.getByTestId('canvas-node-status-success').waitFor();
			}
			await dismissNotices(page);
			await page.getByTestId('zoom-to-fit').click();
			await picture(name);
		}
	} finally {
		await close();
	}
}
