/** Helpers for tests of items and their failures. */
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { Workbench } from './workbench';

/** The details of an item that Graph refused. */
export const refusedBy = (statusCode: number, code: string): IDataObject =>
	expect.objectContaining({
		code,
		statusCode,
		requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
		date: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T/) as string,
	}) as IDataObject;

/** And of one that was never sent. */
export const NOT_SENT = { code: null, statusCode: null, requestId: null, date: null };

export const pairedItems = (items: INodeExecutionData[]): unknown[] =>
	items.map(({ pairedItem }) => pairedItem);

/** The user principal names of the first `count` users. */
export async function userNames(bench: Workbench, count: number): Promise<string[]> {
	const everyone = await bench.everyone(['id', 'userPrincipalName']);
	return everyone.slice(0, count).map(({ userPrincipalName }) => String(userPrincipalName));
}

/** Nothing was sent, and nothing follows late. */
export async function expectNothingSent(bench: Workbench): Promise<void> {
	await new Promise((resolve) => setTimeout(resolve, 100));
	expect(await bench.log()).toEqual([]);
}

/** A rejection that nobody handles in time fails the test (environment.ts records them). */
export function watchRejections(): void {
	afterEach(() => {
		const { unhandledRejections } = globalThis as { unhandledRejections?: string[] };
		expect(unhandledRejections).toEqual([]);
	});
}
