import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Tenant } from '../tenant.ts';
import { makeApp, readCertificate, type AppRegistration } from '../entra/apps.ts';
import { graphPermissions } from '../entra/permissions.ts';
import { ControlError } from './controlError.ts';

const schema = z.strictObject({
	clientId: z.uuid().optional(),
	name: z.string().optional(),
	clientSecret: z.string().nullable().optional(),
	secretExpired: z.boolean().optional(),
	singleTenant: z.boolean().optional(),
	disabled: z.boolean().optional(),
	redirectUris: z.array(z.string()).optional(),
	roles: z.array(z.enum(Object.keys(graphPermissions) as [string, ...string[]])).optional(),
	adminRole: z.string().nullable().optional(),
	certificates: z.array(z.string()).optional(),
});

/** POST /apps: registers an app, or changes the registration with that clientId. */
export function addApp(tenant: Tenant, body: unknown): AppRegistration {
	const { certificates, ...values } = schema.parse(body ?? {});
	const clientId = values.clientId ?? randomUUID();
	const known = tenant.apps.get(clientId);
	const read =
		certificates === undefined ? {} : { certificates: certificates.map(readCertificateOrRefuse) };
	const app: AppRegistration = known
		? Object.assign(known, values, read)
		: makeApp({ name: 'Registered by a test', ...values, clientId, ...read });
	tenant.apps.set(clientId, app);
	return app;
}

/** POST /apps/{clientId}/certificates {pem}: uploads one certificate. */
export function addCertificate(
	tenant: Tenant,
	clientId: string,
	body: unknown,
): { sha256: string; sha1: string } {
	const app = tenant.apps.get(clientId);
	if (!app) throw new ControlError(404, `No app '${clientId}' is registered.`);
	const certificate = readCertificateOrRefuse(z.strictObject({ pem: z.string() }).parse(body).pem);
	app.certificates.push(certificate);
	return { sha256: certificate.sha256, sha1: certificate.sha1 };
}

function readCertificateOrRefuse(pem: string): ReturnType<typeof readCertificate> {
	try {
		return readCertificate(pem);
	} catch {
		throw new ControlError(400, 'That is not a certificate in PEM form.');
	}
}
