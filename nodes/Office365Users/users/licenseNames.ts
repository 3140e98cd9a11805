/**
 * Licenses with the names of their products, where the tenant lists these (docs/graph.md#products).
 * Graph itself returns IDs only.
 */
import type { GraphClient } from '../transport/client';
import type { Entity } from '../transport/entity';
import { GraphError } from '../transport/graphError';
import { property, textProperty } from '../transport/http';

/** Fields whose entries have a `skuId`. */
export const LICENSE_FIELDS: readonly string[] = ['assignedLicenses', 'licenseAssignmentStates'];

/** What a run has found out about the tenant's products. */
export class LicenseNames {
	private asked?: Promise<ReadonlyMap<string, string> | GraphError>;

	/**
	 * Adds `skuPartNumber` to each license whose product the tenant has.
	 * @returns why there are no names, if Graph refuses them
	 */
	async add(client: GraphClient, users: readonly Entity[]): Promise<GraphError | undefined> {
		const licenses = users.flatMap((user) => LICENSE_FIELDS.flatMap((name) => listIn(user[name])));
		if (licenses.length === 0) return undefined;
		const names = await this.names(client);
		if (names instanceof GraphError) return names;
		for (const license of licenses) {
			const name = names.get(String(license.skuId).toLowerCase());
			if (name !== undefined) license.skuPartNumber = name;
		}
		return undefined;
	}

	private async names(client: GraphClient): Promise<ReadonlyMap<string, string> | GraphError> {
		this.asked ??= productNames(client).catch((error: unknown) => {
			if (error instanceof GraphError) return error;
			// It broke off for whoever asked; the next one may ask again.
			this.asked = undefined;
			throw error;
		});
		return await this.asked;
	}
}

const listIn = (value: unknown): Entity[] =>
	Array.isArray(value)
		? (value as unknown[]).filter(
				(one): one is Entity => typeof one === 'object' && one !== null && 'skuId' in one,
			)
		: [];

async function productNames(client: GraphClient): Promise<ReadonlyMap<string, string>> {
	const query = { $select: 'skuId,skuPartNumber' };
	const { body } = await client.request({ method: 'GET', path: '/subscribedSkus', query });
	const products = property(body, 'value');
	return new Map(
		(Array.isArray(products) ? (products as unknown[]) : []).flatMap((product) => {
			const id = textProperty(product, 'skuId');
			const name = textProperty(product, 'skuPartNumber');
			return id === undefined || name === undefined ? [] : [[id.toLowerCase(), name] as const];
		}),
	);
}
