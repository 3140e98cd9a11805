/** The page for people who move from the Power Automate connector or Okta Workflows. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const PAGE = readFileSync(join(__dirname, '../../docs/migration.md'), 'utf8');

/** Its tables: the cells of each row, by heading. */
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
	// Without the header row and the line below it.
	for (const [heading, all] of found) found.set(heading, all.slice(2));
	return found;
}
