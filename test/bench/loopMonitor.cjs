// Loaded into n8n before anything else: notes how long its event loop was held, how much memory its
// buffers took, and in the end its peak.
const { appendFileSync, readFileSync } = require('node:fs');

const file = process.env.BENCH_MONITOR;
const isServer = process.argv[1]?.endsWith('n8n') && process.argv[2] === 'start';
const tick = 10;
const worthNoting = 50;

if (file && isServer) {
	appendFileSync(file, `${JSON.stringify({ pid: process.pid })}\n`);
	let last = performance.now();
	let noted = 0;
	setInterval(() => {
		const now = performance.now();
		const gap = now - last - tick;
		last = now;
		if (gap > worthNoting) {
			appendFileSync(file, `${JSON.stringify({ at: Date.now(), gap: Math.round(gap) })}\n`);
		}
		const buffers = Math.round(process.memoryUsage().arrayBuffers / 2 ** 20);
		if (Math.abs(buffers - noted) >= 1) {
			noted = buffers;
			appendFileSync(file, `${JSON.stringify({ at: Date.now(), buffers })}\n`);
		}
	}, tick).unref();
}

module.exports = {
	/** Peak memory of that process in megabytes, as the kernel counted it; undefined where there is no /proc. */
	peakOf(pid) {
		try {
			const status = readFileSync(`/proc/${pid}/status`, 'utf8');
			return Number(/VmHWM:\s+(\d+) kB/.exec(status)[1]) / 1024;
		} catch {
			return undefined;
		}
	},
};
