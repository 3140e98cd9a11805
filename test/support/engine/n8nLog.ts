/** What nodes write to n8n's log: captured from n8n's own logger instead of printed. */
import { Writable } from 'node:stream';

import { editorContext } from './engine';

/** The part of winston's logger that is needed here. */
interface Winston {
	silent: boolean;
	pipe(stream: Writable): void;
}

const lines: string[] = [];
let listening = false;

/** Warnings and errors logged since the last call. */
export function takeWarnings(): string[] {
	if (!listening) {
		listening = true;
		const { logger } = editorContext();
		const winston = (logger as unknown as { getInternalLogger(): Winston }).getInternalLogger();
		winston.silent = false;
		winston.pipe(
			new Writable({
				objectMode: true,
				write({ level, message }: { level: string; message: string }, _encoding, done) {
					if (level === 'warn' || level === 'error') lines.push(message);
					done();
				},
			}),
		);
	}
	return lines.splice(0);
}
