import { decodeProtectedHeader, errors, importX509, jwtVerify } from 'jose';
import type { AppRegistration } from './apps.ts';
import { EntraError } from './aadsts.ts';
import type { Form } from './parameters.ts';

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/**
 * private_key_jwt by certificate: PS256 with x5t#S256, or the older RS256 with x5t
 * (docs/graph.md#certificate-assertion).
 */
export async function checkClientAssertion(
	app: AppRegistration,
	form: Form,
	tokenEndpoint: string,
): Promise<void> {
	if (form.client_assertion_type !== assertionType)
		throw new EntraError(900144, 'client_assertion_type');
	const assertion = form.client_assertion ?? '';
	const header = readHeader(assertion);
	const certificate = app.certificates.find(
		({ sha256, sha1 }) =>
			header['x5t#S256'] === sha256 || (header['x5t#S256'] === undefined && header.x5t === sha1),
	);
	if (!certificate)
		throw new EntraError(
			700027,
			`The key was not found. Thumbprint of key used by client: '${header['x5t#S256'] ?? header.x5t ?? ''}'`,
		);
	const algorithm = header['x5t#S256'] === undefined ? 'RS256' : header.alg;
	if (header.alg !== algorithm || (algorithm !== 'PS256' && algorithm !== 'RS256'))
		throw new EntraError(50012, `The algorithm '${header.alg ?? ''}' is not supported.`);
	if (certificate.notAfter < Date.now()) throw new EntraError(700027, 'The key used is expired.');
	try {
		const { payload } = await jwtVerify(assertion, await importX509(certificate.pem, algorithm), {
			algorithms: [algorithm],
			audience: tokenEndpoint,
			clockTolerance: 300,
		});
		if (payload.iss !== app.clientId || payload.sub !== app.clientId) throw new EntraError(700021);
		if (payload.exp === undefined) throw new EntraError(700024);
	} catch (error) {
		throw translated(error);
	}
}

function readHeader(assertion: string): { alg?: string; x5t?: string; 'x5t#S256'?: string } {
	try {
		return decodeProtectedHeader(assertion);
	} catch {
		throw new EntraError(50012, 'The assertion is malformed.');
	}
}

function translated(error: unknown): unknown {
	if (error instanceof EntraError) return error;
	if (error instanceof errors.JWTExpired) return new EntraError(700024);
	if (error instanceof errors.JWTClaimValidationFailed)
		return error.claim === 'aud'
			? new EntraError(700023, String(error.payload.aud))
			: new EntraError(700024);
	return new EntraError(50012, 'Client assertion failed signature validation.');
}
