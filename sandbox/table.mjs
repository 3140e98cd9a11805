// Rows as a table in the terminal.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { n8nDir } from './paths.mjs';

export function table(rows) {
	const Table = createRequire(join(n8nDir, 'package.json'))('cli-table3');
	const columns = Object.keys(rows[0] ?? {});
	const drawn = new Table({
		head: columns,
		style: { head: process.stdout.isTTY ? ['cyan'] : [], border: [], compact: true },
	});
	for (const row of rows) drawn.push(columns.map((column) => String(row[column] ?? '')));
	return drawn.toString();
}
