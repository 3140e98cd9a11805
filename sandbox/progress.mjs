// Progress with the elapsed time: one line that is updated on a terminal, otherwise a new line every 15 seconds.
const everyPlain = 15_000;
const everyTty = 250;

export function createProgress(out = process.stderr) {
	const started = Date.now();
	const tasks = new Map();
	let timer;

	const clock = () => {
		const seconds = Math.floor((Date.now() - started) / 1000);
		return `[${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}]`;
	};
	const current = () => `${clock()} ${[...tasks.values()].join(' · ')} ...`;
	const clear = () => out.isTTY && out.write('\r\x1b[2K');
	const draw = () => {
		if (tasks.size === 0) return;
		if (out.isTTY) out.write(`\r\x1b[2K${current().slice(0, (out.columns || 80) - 1)}`);
		else out.write(`${current()}\n`);
	};

	return {
		seconds: () => (Date.now() - started) / 1000,
		/** Shows that a task is under way; the same key replaces its earlier text. */
		doing(key, text) {
			const isNew = tasks.get(key) !== text;
			tasks.set(key, text);
			timer ??= setInterval(draw, out.isTTY ? everyTty : everyPlain);
			timer.unref();
			if (isNew) draw();
		},
		/** Ends the task; a text stays on a line of its own. */
		done(key, text) {
			tasks.delete(key);
			clear();
			if (text) out.write(`${clock()} ${text}\n`);
			if (out.isTTY) draw();
			if (tasks.size === 0) this.stop();
		},
		stop() {
			clearInterval(timer);
			timer = undefined;
			tasks.clear();
			clear();
		},
	};
}
