export type PropertyKind =
	| 'string'
	| 'boolean'
	| 'dateTime'
	| 'stringCollection'
	| 'employeeOrgData'
	| 'extensionAttributes'
	| 'passwordProfile'
	| 'integer'
	| 'largeInteger'
	| 'binary'
	/** Several values of the kind `of`. */
	| 'collection'
	| 'object'
	| 'objectCollection'
	| 'schemaExtension'
	| 'securityAttributes';

/**
 * How PATCH treats a property: sensitive ones need more than User.ReadWrite.All when the target is
 * an admin (docs/graph.md#sensitive-actions).
 */
export type Writability = 'readOnly' | 'writable' | 'sensitive';

/**
 * default: eq, in, startsWith without ConsistencyLevel. noStartsWith: eq, in only. advanced:
 * nothing without it; plainOnly: refused with it; nullOnly: nothing but null
 * (docs/graph.md#filter-support).
 */
export type FilterSupport = 'default' | 'noStartsWith' | 'advanced' | 'plainOnly' | 'nullOnly';

export interface UserProperty {
	readonly name: string;
	readonly kind: PropertyKind;
	/** Returned without $select (docs/graph.md#default-fields). */
	readonly byDefault?: true;
	/** Stored in SharePoint: only on a single user, only in its own PATCH (docs/graph.md#sharepoint-properties). */
	readonly sharePoint?: true;
	readonly write: Writability;
	readonly maxLength?: number;
	readonly notClearable?: true;
	/** A collection that null clears as well. */
	readonly nullable?: true;
	/** The kind of a collection's values. */
	readonly of?: PropertyKind;
	/** The members of a schema extension and their kinds. */
	readonly members?: Readonly<Record<string, PropertyKind>>;
	/** Accepts only these values, or null. */
	readonly values?: readonly string[];
	readonly filter?: FilterSupport;
	readonly endsWith?: true;
	/** Can be compared with null, or a collection be counted (docs/graph.md#filter-table). */
	readonly filterEmpty?: true;
	/** ge and le without ConsistencyLevel. */
	readonly plainRange?: true;
	readonly orderBy?: 'default' | 'advanced';
	/** Reading it is refused without one of these permissions. */
	readonly readPermission?: readonly string[];
	/** A signed-in account needs one of these Entra roles to read it. */
	readonly readRoles?: readonly string[];
	/** Writable even if the user is synced from on-premises. */
	readonly writableWhenSynced?: true;
}
