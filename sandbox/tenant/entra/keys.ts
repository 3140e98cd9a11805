import { exportJWK, generateKeyPair, calculateJwkThumbprint, type CryptoKey, type JWK } from 'jose';

/** The tenant's signing key, generated at start: its tokens are worthless anywhere else. */
export interface SigningKey {
	readonly kid: string;
	readonly privateKey: CryptoKey;
	readonly publicKey: CryptoKey;
	readonly jwks: { readonly keys: readonly JWK[] };
}

export async function makeSigningKey(): Promise<SigningKey> {
	const { privateKey, publicKey } = await generateKeyPair('RS256', { modulusLength: 2048 });
	const jwk = await exportJWK(publicKey);
	const kid = await calculateJwkThumbprint(jwk);
	return {
		kid,
		privateKey,
		publicKey,
		jwks: { keys: [{ ...jwk, kid, use: 'sig', alg: 'RS256' }] },
	};
}
