import type { Tenant } from '../tenant.ts';
import type { AppRegistration } from './apps.ts';
import { EntraError } from './aadsts.ts';

/**
 * GUID or domain of this tenant, or organizations / common (docs/graph.md#tenant). consumers has no
 * users of this tenant.
 */
export function checkTenantSegment(tenant: Tenant, segment: string): 'tenant' | 'multi' {
	const wanted = segment.toLowerCase();
	if (wanted === tenant.tenantId || wanted === tenant.tenantDomain) return 'tenant';
	if (wanted === 'common' || wanted === 'organizations') return 'multi';
	throw new EntraError(90002, segment);
}

export function findApp(tenant: Tenant, clientId: string | undefined): AppRegistration {
	if (clientId === undefined || clientId === '') throw new EntraError(900144, 'client_id');
	const app = tenant.apps.get(clientId.toLowerCase());
	if (!app) throw new EntraError(700016, clientId);
	if (app.disabled) throw new EntraError(7000112, clientId);
	return app;
}

export function checkAudience(app: AppRegistration, segment: 'tenant' | 'multi'): void {
	if (segment === 'multi' && app.singleTenant) throw new EntraError(50194, app.clientId);
}
