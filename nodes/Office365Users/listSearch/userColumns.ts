/** The columns of Sync Users that the editor offers, those that the tenant has defined among them. */
import type {
	ILoadOptionsFunctions,
	ResourceMapperField,
	ResourceMapperFields,
} from 'n8n-workflow';

import { columnsToMap } from '../resources/update/syncColumns';
import type { KnownAttribute } from '../users/attributeDefinitions';
import { shownAttribute, tenantAttributes } from './tenantAttributes';

export async function userColumns(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	const attributes = await tenantAttributes(this);
	return { fields: [...columnsToMap(), ...attributes.map(asMapped)] };
}

const asMapped = (attribute: KnownAttribute): ResourceMapperField => ({
	id: attribute.name,
	displayName: shownAttribute(attribute),
	required: false,
	display: true,
	canBeUsedToMatch: false,
	defaultMatch: false,
	removed: true,
	...(attribute.type === 'Boolean' && !attribute.isCollection ? { type: 'boolean' } : {}),
});
