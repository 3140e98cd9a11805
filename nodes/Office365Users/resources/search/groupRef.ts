/** A group that a parameter names: its ID, or the address of a page about it. */
import type { INodeParameterResourceLocator } from 'n8n-workflow';

import { InvalidParameterError } from '../../checks/invalidParameterError';
import { quoted, trimmedName } from '../../checks/text';

export interface GroupRef {
	readonly id: string;
	/** The name picked From List if there is one, else as given; for messages. */
	readonly label: string;
}

const GUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;
/** What precedes the group's ID in the addresses of Entra, Microsoft 365 admin, Teams and Graph. */
const BEFORE_THE_GROUP = /(?:groupid|groupdetails|groups|objectid)[/=:]+/i;
/** An ID in an address that is not a group's. */
const TENANT = /tenantid[=/]+[0-9a-f-]+/gi;

/**
 * @param given a resource locator as the engine hands it over, or its value alone
 * @param parameter the parameter's name in the editor
 * @param raw the same before expressions are evaluated: a name picked earlier is not that of their result
 * @throws {InvalidParameterError} when it names no group
 */
export function groupRef(given: unknown, parameter: string, raw: unknown = given): GroupRef {
	const isLocator = typeof given === 'object' && given !== null && 'value' in given;
	const { value, mode, cachedResultName } = (
		isLocator ? given : { value: given }
	) as Partial<INodeParameterResourceLocator>;
	const text = typeof value === 'string' ? trimmedName(value) : (value as unknown);
	if (text === '' || text === undefined || text === null) {
		throw new InvalidParameterError(
			`'${parameter}' is empty`,
			'Choose a group, or give its ID. With an expression, check that every item has a value for it',
		);
	}
	const isPicked = (raw as { value?: unknown } | undefined)?.value === value;
	const id = typeof text === 'string' ? groupId(text) : undefined;
	if (id === undefined) {
		throw new InvalidParameterError(
			`'${parameter}' is ${quoted(text)}, which is not the ID of a group`,
			'Choose the group From List, or give its object ID, such as 02bd9fd6-8f93-4758-87c3-1fb73740a315, or the address of its page in the Microsoft Entra admin center',
		);
	}
	return { id, label: (mode === 'list' && isPicked && cachedResultName) || String(text) };
}

function groupId(text: string): string | undefined {
	if (!/^https?:\/\//i.test(text)) {
		const [found] = GUID.exec(text) ?? [];
		return found === text ? found : undefined;
	}
	const address = text.replace(/%2f/gi, '/').replace(/%3d/gi, '=').replace(TENANT, '');
	const marker = BEFORE_THE_GROUP.exec(address);
	return GUID.exec(marker ? address.slice(marker.index + marker[0].length) : address)?.[0];
}
