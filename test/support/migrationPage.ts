/** The page for people who move over from the Power Automate connector or from Okta Workflows. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const PAGE = readFileSync(join(__dirname, '../../docs/migration.md'), 'utf8');

/** Its tables: by heading, the cells of each row. */
export function tables(): Map<string, string[][]> {
	const found = new Map<string, string[][]>();
	let rows: string[][] = [];
	for (const line of PAGE.split('\n')) {
		const heading = /^## (.*)/.exec(line)?.[1];
		if (heading !== undefined) found.set(heading, (rows = []));
		if (!line.startsWith('|')) continue;
		rows.push(
			line
				.slice(1, -1)
				.split('|')
				.map((cell) => cell.trim()),
		);
	}
	// Without the head and the line under it.
	for (const [heading, all] of found) found.set(heading, all.slice(2));
	return found;
}
