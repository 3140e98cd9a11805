// Rows as text for the terminal and as tables in results.md, which is written anew section by section.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';

export const median = (values) => {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = sorted.length / 2;
	return sorted.length % 2 ? sorted[Math.floor(middle)] : (sorted[middle - 1] + sorted[middle]) / 2;
};

export const seconds = (milliseconds) => `${(milliseconds / 1000).toFixed(2)} s`;
export const times = (ratio) => `${ratio.toFixed(2)} x`;
export const percent = (share) => `${(100 * share).toFixed(1)} %`;

/**
 * @param met undefined: there is no target
 * @param isNew 'new' for what no earlier results.md had
 */
export const row = (what, measured, target = '', met = undefined, isNew = '') => ({
	what,
	measured,
	target,
	met: met === undefined ? '' : met ? 'yes' : 'NO',
	isNew,
});

const heads = { what: 'case', measured: 'measured', target: 'target', met: 'met', isNew: 'row' };
const names = Object.keys(heads);

export const line = (one) =>
	names
		.map((name) => one[name])
		.filter(Boolean)
		.join(' | ');

const inTable = (one) => `| ${names.map((name) => one[name]).join(' | ')} |`;

function introduction({ node, n8n }) {
	const gigabytes = Math.round(totalmem() / 2 ** 30);
	return [
		'# What `npm run bench` measured',
		'',
		`${cpus().length} cores (${cpus()[0]?.model.trim()}), ${gigabytes} GB of memory, Node ${node}, n8n ${n8n}. 50 ms for every call to Graph unless the row says otherwise. "new": a row that came with reads by key, Sync Users and what belongs to them.`,
		'',
	];
}

/**
 * Puts the rows of one section in the file; what it says of the others stays.
 * @param order of all sections
 */
export function writeSection(file, { title, rows, runs }, order, versions) {
	const sections = new Map();
	const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
	for (const part of text.split(/^## /m).slice(1)) {
		const [name] = part.split('\n');
		if (order.includes(name)) sections.set(name, `## ${part.trim()}\n`);
	}
	const day = new Date().toISOString().slice(0, 10);
	const lines = [
		`## ${title}`,
		'',
		`${day}; where something is run several times, the median of ${runs} runs.`,
		'',
		inTable(heads),
		`|${names.map(() => '---').join('|')}|`,
		...rows.map(inTable),
		'',
	];
	sections.set(title, lines.join('\n'));
	const ordered = order.flatMap((name) => sections.get(name) ?? []);
	writeFileSync(file, [...introduction(versions), ordered.join('\n')].join('\n'));
}
