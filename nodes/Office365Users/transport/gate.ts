/** A promise to wait at, and the means to open it. */
export interface Gate {
	readonly promise: Promise<void>;
	readonly open: () => void;
}

export function gate(): Gate {
	let open = (): void => {};
	const promise = new Promise<void>((resolve) => {
		open = resolve;
	});
	return { promise, open };
}
