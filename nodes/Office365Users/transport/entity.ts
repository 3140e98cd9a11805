/** A Graph entity as it leaves the node. */
import type { IDataObject } from 'n8n-workflow';

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
