/** What the parameter Fields offers: the properties of users, and what the tenant has added to them. */
import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import { selectable } from '../parameters/selectFields';
import { SECURITY_ATTRIBUTES } from '../users/customAttributes';
import { shownAttribute, tenantAttributes } from './tenantAttributes';

/**
 * The fixed table also where nothing can be listed. What the workflow has chosen stays in the list,
 * so that the editor does not call it unsupported.
 */
export async function selectableFields(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	const attributes = await tenantAttributes(this);
	const offered = [
		...selectable,
		...attributes
			// Security attributes come together, as one field.
			.filter(({ name }) => !name.startsWith(`${SECURITY_ATTRIBUTES}/`))
			.map((attribute) => ({
				name: shownAttribute(attribute),
				value: attribute.name,
				description: `Directory extension; in the output: ${attribute.name}`,
			})),
	];
	const known = new Set(offered.map(({ value }) => value));
	const chosen = this.getCurrentNodeParameter('selectFields');
	const others = (Array.isArray(chosen) ? (chosen as unknown[]) : [])
		.filter((name): name is string => typeof name === 'string' && !known.has(name))
		.map((name) => ({ name, value: name, description: `In the output: ${name}` }));
	return [...offered, ...others].sort((one, other) =>
		one.name.localeCompare(other.name, 'en', { sensitivity: 'base' }),
	);
}
