/** Certificates and keys, generated when needed: the repository holds none. */
import { execFileSync, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { tenantNode } from '../tenant/startTenant';

export interface Pem {
	certificate: string;
	key: string;
}

const tenantDirectory = resolve(__dirname, '../../../sandbox/tenant');
const DAY = 86_400_000;

export const hasOpenssl = (): boolean => spawnSync('openssl', ['version']).status === 0;

/** What the documentation tells people to run; the tenant's own library if openssl is missing. */
export function opensslCertificate(...more: string[]): Pem {
	if (!hasOpenssl() && more.length === 0) return certificate();
	const directory = mkdtempSync(join(tmpdir(), 'office365-users-pem-'));
	try {
		const files = ['-keyout', join(directory, 'key.pem'), '-out', join(directory, 'cert.pem')];
		execFileSync(
			'openssl',
			'req -x509 -newkey rsa:2048 -nodes -days 365 -subj /CN=n8n'.split(' ').concat(files, more),
			{ stdio: 'pipe' },
		);
		const read = (name: string): string => readFileSync(join(directory, name), 'utf8');
		return { certificate: read('cert.pem'), key: read('key.pem') };
	} finally {
		rmSync(directory, { recursive: true });
	}
}

/**
 * A self-signed certificate made by the tenant's own library, for dates that openssl cannot set.
 * @param host the IP address to issue it for
 */
export function certificate({ fromDays = -1, toDays = 30, host = '' } = {}): Pem {
	const code = `await import('reflect-metadata'); const x509 = await import('@peculiar/x509');
		const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', publicExponent: new Uint8Array([1, 0, 1]), modulusLength: 2048 };
		const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
		const certificate = await x509.X509CertificateGenerator.createSelfSigned({ serialNumber: '01', name: 'CN=${randomUUID()}', keys, signingAlgorithm: algorithm,
			extensions: ${JSON.stringify(host)} === '' ? [] : [new x509.SubjectAlternativeNameExtension([{ type: 'ip', value: ${JSON.stringify(host)} }])],
			notBefore: new Date(${Date.now() + fromDays * DAY}), notAfter: new Date(${Date.now() + toDays * DAY}) });
		const key = x509.PemConverter.encode(await crypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY');
		process.stdout.write(JSON.stringify({ certificate: certificate.toString('pem'), key }));`;
	const made = execFileSync(tenantNode(), ['--input-type=module', '-e', code], {
		cwd: tenantDirectory,
		encoding: 'utf8',
	});
	return JSON.parse(made) as Pem;
}
