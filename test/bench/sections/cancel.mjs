// n8n's cancel button while everything waits.
import { measureCancel } from '../measures.mjs';
import { row, seconds } from '../report.mjs';
import { itemsOf, withStage } from './common.mjs';

export async function cancel(options) {
	const chosen = ['ours'];
	await withStage({ ...options, users: 1100, chosen }, async ({ stage, all, people }) => {
		const items = itemsOf(people.slice(0, 500));
		const { status, milliseconds, sentAfter } = await measureCancel(stage, all.ours, items);
		options.add(
			row(
				'Cancel during a pause of 60 s',
				`${status} after ${seconds(milliseconds)}, ${sentAfter} requests after it`,
				'1 s, 0 requests',
				milliseconds <= 1000 && sentAfter === 0 && status === 'canceled',
			),
		);
	});
}
