/** Licenses among the chosen fields come with the names of their products. */
import type { RequestPlan } from '../execution/request';
import { isGranted } from '../messages/permissionHint';
import { PRODUCTS_PERMISSION } from '../messages/permissionsToList';
import { LICENSE_FIELDS, LicenseNames } from '../users/licenseNames';

const withoutNames = (why: string): string =>
	`Licenses come without the names of their products: ${why}. The permission ${PRODUCTS_PERMISSION} lets this node read them`;

/** Once in a run the tenant's products are asked for; where that is refused, licenses stay as they are. */
export function withLicenseNames(graph: RequestPlan, names: readonly string[]): void {
	if (!names.some((name) => LICENSE_FIELDS.includes(name))) return;
	graph.complete = async (users, { client, shared, say }) => {
		// A sign-in that lacks the permission need not ask.
		if (isGranted(graph, PRODUCTS_PERMISSION) === false) {
			say(withoutNames('the sign-in may not list products'));
			return;
		}
		const refusal = await shared.of(LicenseNames).add(client, users);
		if (refusal) say(withoutNames(`${refusal.code || refusal.status}: ${refusal.message}`));
	};
}
