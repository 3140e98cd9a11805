// Rows as a table for the terminal and for results.md.
import { cpus, totalmem } from 'node:os';

export const median = (values) => {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = sorted.length / 2;
	return sorted.length % 2 ? sorted[Math.floor(middle)] : (sorted[middle - 1] + sorted[middle]) / 2;
};

export const seconds = (milliseconds) => `${(milliseconds / 1000).toFixed(2)} s`;
export const times = (ratio) => `${ratio.toFixed(2)} x`;
export const percent = (share) => `${(100 * share).toFixed(1)} %`;

/** @param met undefined: there is no target */
export const row = (what, measured, target = '', met = undefined) => ({
	what,
	measured,
	target,
	met: met === undefined ? '' : met ? 'yes' : 'NO',
});

const heads = { what: 'case', measured: 'measured', target: 'target', met: 'met' };

export function markdown(rows, { node, n8n, runs, quick }) {
	const lines = [heads, undefined, ...rows].map((one) =>
		one ? `| ${one.what} | ${one.measured} | ${one.target} | ${one.met} |` : '|---|---|---|---|',
	);
	const gigabytes = Math.round(totalmem() / 2 ** 30);
	return [
		'# What `npm run bench` measured',
		'',
		`${new Date().toISOString().slice(0, 10)}, ${cpus().length} cores (${cpus()[0]?.model.trim()}), ${gigabytes} GB of memory, Node ${node}, n8n ${n8n}, 50 ms for every call to Graph. Medians of ${runs} interleaved runs${quick ? ' (quick)' : ''}.`,
		'',
		...lines,
		'',
	].join('\n');
}

export function printed(rows) {
	const names = Object.keys(heads);
	const width = (name) => Math.max(...[heads, ...rows].map((one) => String(one[name]).length));
	const line = (one) =>
		names
			.map((name) => String(one[name]).padEnd(width(name)))
			.join('  ')
			.trimEnd();
	return [heads, ...rows].map(line).join('\n');
}
