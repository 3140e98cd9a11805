// Fills in n8n's forms as a browser would: the one that starts a workflow, and the pages that wait for an answer.
import { setTimeout as sleep } from 'node:timers/promises';

const patienceMs = 30_000;

/**
 * Sends the form of a Form Trigger, then answers each page that follows.
 * @param pages what to fill in, page by page, each in the order of its fields: text,
 *   `{ name, content }` for a file, or undefined for a field that takes nothing
 * @returns the text of the last page
 */
export async function fillInForm(local, path, [first, ...further]) {
	const { formWaitingUrl } = JSON.parse(await send(`${local}/form/${path}`, first));
	// n8n names its own address there, which need not be the one that it listens on.
	const { pathname, search } = new URL(formWaitingUrl, local);
	const waiting = `${local}${pathname}${search}`;
	for (const answers of further) {
		await page(waiting);
		await send(waiting, answers);
	}
	const last = await page(waiting);
	// As the last page does by itself, once it is shown; the workflow waits for that.
	await send(waiting, []);
	return textOf(last);
}

async function send(address, answers) {
	const form = new FormData();
	for (const [index, answer] of answers.entries())
		if (typeof answer === 'string') form.append(`field-${index}`, answer);
		else if (answer) form.append(`field-${index}`, new File([answer.content], answer.name));
	const until = Date.now() + patienceMs;
	for (;;) {
		const response = await fetch(address, { method: 'POST', body: form });
		const text = await response.text();
		if (response.ok) return text;
		// n8n says that a workflow is published a moment before its form is there.
		if (response.status !== 404 || Date.now() > until)
			throw new Error(`n8n answered ${response.status} to the form: ${text.slice(0, 300)}`);
		await sleep(250);
	}
}

/**
 * The page that waits, once the nodes before it have run. To be asked for only then: n8n leaves the request for a page
 * of a running workflow without an answer.
 */
async function page(address) {
	const url = new URL(address);
	url.pathname += '/n8n-execution-status';
	const until = Date.now() + patienceMs;
	for (;;) {
		const status = (await (await fetch(url)).text()).trim();
		if (status === 'form-waiting') return await (await fetch(address)).text();
		if (status !== 'running' && status !== 'new')
			throw new Error(`The workflow ended without a page: ${status}`);
		if (Date.now() > until) throw new Error(`No page came within ${patienceMs / 1000} seconds`);
		await sleep(100);
	}
}

const textOf = (html) =>
	html
		.replace(/<(script|style)[\s\S]*?<\/\1>/g, ' ')
		.replace(/<[^>]+>/g, ' ')
		.replace(/\s+/g, ' ')
		.trim();
