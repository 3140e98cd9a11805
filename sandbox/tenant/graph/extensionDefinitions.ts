import { extensionDefinitions } from '../directory/extensionDefinitions.ts';
import { skus } from '../directory/skus.ts';
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
