/** An app that signs in with a certificate, in every form in which people paste one. */
import { createPrivateKey } from 'node:crypto';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { AppWorkbench } from '../support/engine/appWorkbench';
import type { StoredCredential } from '../support/engine/credentials';
import { testCredential } from '../support/engine/credentialTest';
import { certificate, opensslCertificate, type Pem } from '../support/engine/certificates';

const bench = new AppWorkbench({ users: 60 });

describe('certificates', () => {
	let pem: Pem;
	beforeAll(() => {
		pem = opensslCertificate();
	});
	const withCertificate = async (
		fields: ICredentialDataDecryptedObject,
		upload = pem.certificate,
	): Promise<StoredCredential> => {
		await bench.upload(upload);
		return bench.app({
			method: 'certificate',
			clientSecret: '',
			certificate: pem.certificate,
			privateKey: pem.key,
			...fields,
		});
	};
	const flat = (text: string): string => text.replace(/\n/g, '');
	const literal = (text: string): string => text.replace(/\n/g, '\\n');

	it('works as openssl writes it, signed by today’s standard', async () => {
		const verdict = await testCredential(await withCertificate({}));
		expect([verdict.status, verdict.message]).toEqual(['OK', 'Connection successful!']);
		const [{ body }] = await bench.signIns();
		expect(body).toMatchObject({
			client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
			client_assertion: '(masked)',
		});
		expect(body).not.toHaveProperty('client_secret');
	});

	const forms: Array<[string, (pem: Pem) => Pem]> = [
		[
			'with \\n for line breaks',
			({ certificate: c, key }) => ({ certificate: literal(c), key: literal(key) }),
		],
		['on one line', ({ certificate: c, key }) => ({ certificate: flat(c), key: flat(key) })],
		[
			'with line ends of Windows and spaces around',
			({ certificate: c, key }) => ({
				certificate: `  ${c.replace(/\n/g, '\r\n')}\r\n `,
				key: ` ${key.replace(/\n/g, '\r\n')} `,
			}),
		],
		[
			'with spaces for line breaks',
			({ certificate: c, key }) => ({
				certificate: c.replace(/\n/g, ' '),
				key: key.replace(/\n/g, ' '),
			}),
		],
		[
			'with text before, and another certificate first',
			({ certificate: c, key }) => ({
				certificate: `Bag Attributes\n  friendlyName: n8n\n${opensslCertificate().certificate}${c}`,
				key: `Bag Attributes\n  localKeyID: 01\nKey Attributes: <No Attributes>\n${key}`,
			}),
		],
		[
			'with the key in the older form',
			({ certificate: c, key }) => ({
				certificate: c,
				key: createPrivateKey(key).export({ type: 'pkcs1', format: 'pem' }).toString(),
			}),
		],
	];
	it.each(forms)('%s', async (_name, form) => {
		const { certificate: c, key } = form(pem);
		const { status, message } = await testCredential(
			await withCertificate({ certificate: c, privateKey: key }),
		);
		expect([status, message]).toEqual(['OK', 'Connection successful!']);
	});

	it('says what to do when the certificate has not been uploaded', async () => {
		bench.expectRefusal(401, 'AADSTS700027');
		const other = certificate();
		const { message } = await testCredential(
			bench.app({ method: 'certificate', certificate: other.certificate, privateKey: other.key }),
		);
		expect(message).toMatch(
			/^Microsoft did not accept the certificate of the app \(AADSTS700027: /,
		);
	});
});
