/** How the output of a saved workflow is compared with the tenant. */
import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import type { SavedRun, SavedWorkflow } from '../../../support/engine/savedWorkflow';
import type { TenantReader } from '../../../support/engine/tenantReader';

export interface SavedCheck {
	/** What its webhook receives. */
	called?: IDataObject;
	/** Statuses of the refusals that belong to it. */
	refusals?: number[];
	check: (run: CheckedRun) => Promise<void>;
}

/** By file name without its extension. */
export type SavedChecks = (tenant: TenantReader) => Record<string, SavedCheck>;

export interface CheckedRun {
	/** What came out of a node. */
	items(node: string): INodeExecutionData[];
	json(node: string): IDataObject[];
	/** As they are in the file. */
	parameters(node: string): INodeParameters;
	/** Names of the nodes that were looked at. */
	readonly seen: ReadonlySet<string>;
}

export function checkedRun(run: SavedRun, { nodes }: SavedWorkflow): CheckedRun {
	const seen = new Set<string>();
	const items = (node: string): INodeExecutionData[] => {
		seen.add(node);
		return run.output(node);
	};
	return {
		items,
		json: (node) => items(node).map(({ json }) => json),
		parameters: (node) => nodes.find(({ name }) => name === node)?.parameters as INodeParameters,
		seen,
	};
}

/** The nodes of a workflow with one node for each way to name a user. */
export const BY_MODE = ['From List', 'By User Principal Name', 'By ID'];

/** The users whom these nodes name, in the same order, unless a workflow has others. */
export const usual = ({ member }: TenantReader): string[] => [
	member('alice').id,
	member('apostrophe').userPrincipalName,
	member('umlaut').id,
];

/** Graph never returns the former; the latter is always empty. */
const NOT_KEPT = ['password', 'preferredName'];

/**
 * The tenant holds what the node's parameters say.
 * @param given values of the expressions in them
 */
export async function expectHeld(
	{ stored }: TenantReader,
	key: string,
	{ updateFields, clearFields }: INodeParameters,
	given: IDataObject = {},
): Promise<void> {
	const user = await stored(key);
	const members = Object.values(user).filter(
		(value): value is IDataObject =>
			typeof value === 'object' && value !== null && !Array.isArray(value),
	);
	const held = (name: string): unknown =>
		[user, ...members].find((object) => name in object)?.[name];
	for (const [name, value] of Object.entries({ ...(updateFields as IDataObject), ...given })) {
		if (NOT_KEPT.includes(name)) continue;
		// The date picker stores no time zone.
		const isDate = typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:]+$/.test(value);
		const wanted = name === 'passwordPolicies' ? (value as string[]).join(', ') : value;
		// Birthday and hire date are days (docs/graph.md#calendar-days).
		const date =
			name === 'employeeLeaveDateTime' ? value : String(value).replace(/T.*/, 'T00:00:00');
		expect([name, held(name)]).toEqual([name, isDate ? `${String(date)}Z` : wanted]);
	}
	for (const name of (clearFields ?? []) as string[]) {
		expect([name, [held(name) ?? []].flat()]).toEqual([name, []]);
	}
}
