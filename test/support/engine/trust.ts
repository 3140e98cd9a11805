/**
 * Trusts a certificate authority in the whole process, as NODE_EXTRA_CA_CERTS does at the start: a
 * test only knows the authority once its tenant runs. It is Node's own setting, so n8n's HTTP helper
 * stays unchanged.
 */
import { rootCertificates, setDefaultCACertificates } from 'node:tls';

export function trust(authority: string): void {
	trusted.push(authority);
	setDefaultCACertificates([...rootCertificates, ...trusted]);
}
const trusted: string[] = [];
