/**
 * Trust in a certificate authority for the whole process, as NODE_EXTRA_CA_CERTS gives it at the
 * start: a test only learns of the authority when its tenant runs. Node's own, so n8n's HTTP helper
 * is as it always is.
 */
import { rootCertificates, setDefaultCACertificates } from 'node:tls';

export function trust(authority: string): void {
	trusted.push(authority);
	setDefaultCACertificates([...rootCertificates, ...trusted]);
}
const trusted: string[] = [];
