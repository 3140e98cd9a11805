/** How a promise ended, without a throw: for code that goes on in both cases. */
export type Outcome<T> = { readonly value: T } | { readonly error: unknown };

export async function settled<T>(work: Promise<T>): Promise<Outcome<T>> {
	return await work.then(
		(value) => ({ value }),
		(error: unknown) => ({ error }),
	);
}
