/** A certificate and its private key, as people paste them, checked before anything is sent. */
import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';

import { SignInFailure } from './signInFailure';

export interface SigningCertificate {
	/** SHA-256 of the certificate, in hexadecimal digits. */
	readonly thumbprint: string;
	/** PEM, not locked. */
	readonly privateKey: string;
}

interface PemBlock {
	readonly label: string;
	/** Base64 in lines, the label's lines around it. */
	readonly text: string;
	readonly isLocked: boolean;
}

/** Microsoft takes signatures of PS256, which needs at least this many bits. */
const FEWEST_BITS = 2048;

const IN_CERTIFICATE =
	'Paste the whole certificate in PEM form, from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----';
const IN_PRIVATE_KEY =
	'Paste the whole private key in PEM form, from -----BEGIN PRIVATE KEY----- to -----END PRIVATE KEY-----';

/**
 * @param now in milliseconds
 * @throws {SignInFailure} that names the field and what belongs there
 */
export function signingCertificate(
	certificate: string,
	privateKey: string,
	now: number,
): SigningCertificate {
	const certificates = certificatesIn(certificate);
	const key = keyIn(privateKey);
	// A chain may stand in any order; the certificate of this key is the one that counts.
	const own = certificates.find((candidate) => candidate.checkPrivateKey(key));
	if (!own) {
		throw new SignInFailure(
			"'Certificate' and 'Private Key' do not belong together",
			'Paste the private key that the certificate was made with. Nothing was sent to Microsoft',
		);
	}
	checkDates(own, now);
	return {
		thumbprint: own.fingerprint256.replace(/:/g, ''),
		privateKey: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
	};
}

function certificatesIn(given: string): X509Certificate[] {
	if (given.trim() === '') throw new SignInFailure("'Certificate' is empty", IN_CERTIFICATE);
	const blocks = pemBlocks(given);
	const own = blocks.filter(({ label }) => /^(X509 |TRUSTED )?CERTIFICATE$/.test(label));
	if (own.length === 0) {
		throw new SignInFailure(
			`'Certificate' ${blocks.length > 0 ? `holds ${named(blocks[0].label)}, not a certificate` : 'is not a certificate in PEM form'}`,
			IN_CERTIFICATE,
		);
	}
	return own.map(({ text }) => {
		const certificate = readable(
			() => new X509Certificate(text.replace(/(X509|TRUSTED) CERTIFICATE/g, 'CERTIFICATE')),
		);
		if (certificate) return certificate;
		throw new SignInFailure(
			"'Certificate' cannot be read; it may have been cut off while it was copied",
			IN_CERTIFICATE,
		);
	});
}

function keyIn(given: string): KeyObject {
	if (given.trim() === '') throw new SignInFailure("'Private Key' is empty", IN_PRIVATE_KEY);
	const blocks = pemBlocks(given);
	const own = blocks.find(({ label }) => label.endsWith('PRIVATE KEY'));
	if (!own) {
		throw new SignInFailure(
			`'Private Key' ${blocks.length > 0 ? `holds ${named(blocks[0].label)}, not a private key` : 'is not a private key in PEM form'}`,
			IN_PRIVATE_KEY,
		);
	}
	if (own.isLocked) {
		throw new SignInFailure(
			"'Private Key' is locked with a passphrase",
			'Unlock it and paste what that gives: openssl pkey -in locked.pem -out key.pem. n8n keeps credentials encrypted',
		);
	}
	const key = readable(() => createPrivateKey(own.text));
	if (!key) {
		throw new SignInFailure(
			"'Private Key' cannot be read; it may have been cut off while it was copied",
			IN_PRIVATE_KEY,
		);
	}
	const { modulusLength = 0 } = key.asymmetricKeyDetails ?? {};
	if (key.asymmetricKeyType !== 'rsa') {
		throw new SignInFailure(
			"'Private Key' is not an RSA key, and Microsoft takes only these",
			'Make a key and a certificate with: openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out certificate.pem -days 365 -subj /CN=n8n',
		);
	}
	if (modulusLength < FEWEST_BITS) {
		throw new SignInFailure(
			`'Private Key' has ${modulusLength} bits, and it takes at least ${FEWEST_BITS}`,
			`Make a key and a certificate with: openssl req -x509 -newkey rsa:${FEWEST_BITS} -nodes -keyout key.pem -out certificate.pem -days 365 -subj /CN=n8n`,
		);
	}
	return key;
}

/** Node says with an exception that something is not readable. */
function readable<T>(read: () => T): T | undefined {
	try {
		return read();
	} catch {
		return undefined;
	}
}

function checkDates({ validFrom, validTo }: X509Certificate, now: number): void {
	if (Date.parse(validTo) < now) {
		throw new SignInFailure(
			`'Certificate' expired on ${day(validTo)}`,
			'Make a new certificate, upload it to the app registration under Certificates & secrets, and paste it here with its private key',
		);
	}
	if (Date.parse(validFrom) > now) {
		throw new SignInFailure(
			`'Certificate' is valid only from ${day(validFrom)}`,
			"Wait until then, or make a new one. If it should be valid already, check this machine's clock",
		);
	}
}

const day = (date: string): string => new Date(date).toISOString().slice(0, 10);

const named = (label: string): string => {
	const name = label.toLowerCase();
	return `${/^[aeiour]/.test(name) ? 'an' : 'a'} ${name.replace(/^(rsa|ec|dsa)\b/, (word) => word.toUpperCase())}`;
};

/**
 * The blocks of a PEM text. Line breaks may be real, written as `\n`, or gone altogether (a field
 * of one line drops them when one pastes), so only what stands between the labels counts.
 */
function pemBlocks(given: string): PemBlock[] {
	const text = given.replace(/\\r/g, '').replace(/\\n/g, '\n');
	return [...text.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \1-----/gs)].map(
		([, label, content]) => {
			const isLocked = label.startsWith('ENCRYPTED') || /ENCRYPTED/.test(content);
			const lines = content.replace(/\s+/g, '').match(/.{1,64}/g) ?? [];
			return {
				label,
				text: [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n'),
				isLocked,
			};
		},
	);
}
