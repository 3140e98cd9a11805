/** Lets everything happen that is ready to happen: microtasks, and one turn of the event loop. */
export const turn = async (): Promise<void> =>
	await new Promise((resolve) => setImmediate(resolve));

export interface Gate {
	readonly opened: Promise<void>;
	open(): void;
}

/** Work that lasts until the test says so. */
export function gate(): Gate {
	let open = (): void => {};
	const opened = new Promise<void>((resolve) => {
		open = resolve;
	});
	return { opened, open: () => open() };
}
