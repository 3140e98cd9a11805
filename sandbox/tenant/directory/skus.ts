/** A product that the tenant has licenses for, as /subscribedSkus lists it. */
export interface Sku {
	readonly skuId: string;
	readonly skuPartNumber: string;
	readonly servicePlanId: string;
	readonly servicePlanName: string;
}

export const skus: readonly [Sku, Sku] = [
	{
		skuId: '6fd2c87f-b296-42f0-b197-1e91e994b900',
		skuPartNumber: 'ENTERPRISEPACK',
		servicePlanId: 'efb87545-963c-4e0d-99df-69c6916d9eb0',
		servicePlanName: 'EXCHANGE_S_ENTERPRISE',
	},
	{
		skuId: '06ebc4ee-1bb5-47dd-8120-11324bc54e06',
		skuPartNumber: 'SPE_E5',
		servicePlanId: 'efb87545-963c-4e0d-99df-69c6916d9eb0',
		servicePlanName: 'EXCHANGE_S_ENTERPRISE',
	},
];
