import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isIP } from 'node:net';

export interface ServerCertificate {
	readonly key: string;
	/** The server's certificate. */
	readonly cert: string;
	/** Path of the CA's certificate, for NODE_EXTRA_CA_CERTS; removed when the process ends. */
	readonly caFile: string;
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const day = 86_400_000;

/**
 * Creates a certificate authority and one certificate for this host (--tls). The library is only
 * loaded then, because it slows down the start.
 */
export async function makeServerCertificate(host: string): Promise<ServerCertificate> {
	// The library's dependency injection needs this polyfill first.
	await import('reflect-metadata');
	const x509 = await import('@peculiar/x509');
	const validity = {
		notBefore: new Date(Date.now() - day),
		notAfter: new Date(Date.now() + 30 * day),
	};
	const caKeys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
	const ca = await x509.X509CertificateGenerator.createSelfSigned({
		...validity,
		serialNumber: '01',
		// A unique name: OpenSSL treats two authorities of the same name as one.
		name: `CN=Sandbox CA ${randomUUID().slice(0, 8)}`,
		keys: caKeys,
		signingAlgorithm: algorithm,
		extensions: [
			new x509.BasicConstraintsExtension(true, 0, true),
			new x509.KeyUsagesExtension(
				x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign,
				true,
			),
		],
	});
	const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
	const names = [...new Set(['127.0.0.1', '::1', 'localhost', host])].map((value) => ({
		type: isIP(value) ? ('ip' as const) : ('dns' as const),
		value,
	}));
	const certificate = await x509.X509CertificateGenerator.create({
		...validity,
		serialNumber: '02',
		subject: `CN=${host}`,
		issuer: ca.subject,
		publicKey: keys.publicKey,
		signingKey: caKeys.privateKey,
		signingAlgorithm: algorithm,
		extensions: [
			new x509.SubjectAlternativeNameExtension(names),
			new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
		],
	});
	const key = x509.PemConverter.encode(
		await crypto.subtle.exportKey('pkcs8', keys.privateKey),
		'PRIVATE KEY',
	);
	const directory = mkdtempSync(join(tmpdir(), 'sandbox-ca-'));
	process.on('exit', () => rmSync(directory, { recursive: true, force: true }));
	const caFile = join(directory, 'ca.pem');
	writeFileSync(caFile, ca.toString('pem'));
	return { key, cert: certificate.toString('pem'), caFile };
}
