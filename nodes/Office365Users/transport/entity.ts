/** A Graph entity as it leaves the node. */
import type { IDataObject } from 'n8n-workflow';

import type { HttpResponse } from './http';

/** What came is no entity: the page of a proxy, or nothing yet (202). */
export class NotAnEntity extends Error {
	readonly description =
		'Check that no proxy or firewall answers in its place; where the user was created just now, run the workflow again later';

	constructor(status: number) {
		super(
			`Microsoft Graph answered with something other than what was asked for (status ${status})`,
		);
		this.name = 'NotAnEntity';
	}
}

/** The entity in an answer that says yes. */
export function entityIn({ status, body }: HttpResponse): IDataObject {
	if (typeof body !== 'object' || body === null || Array.isArray(body)) {
		throw new NotAnEntity(status);
	}
	return body as IDataObject;
}

const USER_TYPE = '#microsoft.graph.user';

/**
 * A copy without OData's annotations. `@odata.type` stays where the thing is not a user (a manager
 * may be an orgContact).
 */
export function withoutAnnotations(entity: IDataObject): IDataObject {
	const { ...plain } = entity;
	for (const name of Object.keys(plain)) {
		if (!name.startsWith('@odata.')) continue;
		if (name !== '@odata.type' || plain[name] === USER_TYPE) delete plain[name];
	}
	return plain;
}

/** Whether a directory object is a user (and not, say, an orgContact). */
export function isUser(entity: IDataObject): boolean {
	const type = entity['@odata.type'];
	return type === undefined || type === USER_TYPE;
}
