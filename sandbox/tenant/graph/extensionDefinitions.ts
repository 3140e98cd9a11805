import {
	extensionDefinitions,
	schemaExtensionDefinition,
} from '../directory/extensionDefinitions.ts';
import { attributeDefinitions } from '../directory/securityAttributes.ts';
import { skus } from '../directory/skus.ts';
import { callerRole } from './callerRole.ts';
import { accessDenied, notFound } from './errors.ts';
import { demand, permissions } from './permissions.ts';
import { ok, type GraphContext, type GraphResponse } from './request.ts';

/**
 * POST /directoryObjects/getAvailableExtensionProperties: the directory extensions of every app
 * (docs/graph.md#directory-extensions).
 */
export function listExtensionDefinitions(context: GraphContext): GraphResponse {
	demand(context.caller, permissions.readExtensionDefinitions, null);
	return ok({
		'@odata.context': `${context.tenant.origins.graph}/v1.0/$metadata#Collection(extensionProperty)`,
		value: extensionDefinitions.map((definition) => ({
			...definition,
			isSyncedFromOnPremises: false,
		})),
	});
}

/** GET /schemaExtensions/{id} (docs/graph.md#schema-extensions). */
export function getSchemaExtension(context: GraphContext): GraphResponse {
	demand(context.caller, permissions.readExtensionDefinitions, null);
	const id = context.segments.at(-1)?.name ?? '';
	if (id.toLowerCase() !== schemaExtensionDefinition.id) throw notFound(id);
	return ok({
		'@odata.context': `${context.tenant.origins.graph}/v1.0/$metadata#schemaExtensions/$entity`,
		...schemaExtensionDefinition,
	});
}

const definitionRoles = new Set([
	'Attribute Definition Reader',
	'Attribute Definition Administrator',
	'Attribute Assignment Administrator',
]);

/** GET /directory/customSecurityAttributeDefinitions (docs/graph.md#security-attribute-definitions). */
export function listAttributeDefinitions(context: GraphContext): GraphResponse {
	demand(context.caller, permissions.readAttributeDefinitions, null);
	if (context.caller.kind === 'delegated' && !definitionRoles.has(callerRole(context)))
		throw accessDenied();
	return ok({
		'@odata.context': `${context.tenant.origins.graph}/v1.0/$metadata#directory/customSecurityAttributeDefinitions`,
		value: attributeDefinitions,
	});
}

/** GET /subscribedSkus: the products that the tenant has licenses for. */
export function listSkus(context: GraphContext): GraphResponse {
	demand(context.caller, permissions.readSkus, null);
	return ok({
		'@odata.context': `${context.tenant.origins.graph}/v1.0/$metadata#subscribedSkus`,
		value: skus.map(({ skuId, skuPartNumber, servicePlanId, servicePlanName }) => ({
			id: `${context.tenant.tenantId}_${skuId}`,
			skuId,
			skuPartNumber,
			capabilityStatus: 'Enabled',
			appliesTo: 'User',
			servicePlans: [
				{ servicePlanId, servicePlanName, provisioningStatus: 'Success', appliesTo: 'User' },
			],
		})),
	});
}
