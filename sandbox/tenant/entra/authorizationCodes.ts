import { createHash, randomBytes } from 'node:crypto';
import { EntraError } from './aadsts.ts';

export interface AuthorizationCode {
	readonly clientId: string;
	readonly userId: string;
	readonly redirectUri: string;
	readonly scopes: readonly string[];
	readonly nonce: string | undefined;
	readonly codeChallenge: string | undefined;
	readonly codeChallengeMethod: string;
}

/** About ten minutes (docs/graph.md#token-lifetimes). */
const lifetimeMs = 10 * 60 * 1000;

export class AuthorizationCodes {
	private readonly codes = new Map<
		string,
		AuthorizationCode & { readonly expires: number; redeemed: boolean }
	>();

	issue(code: AuthorizationCode): string {
		const handle = `1.${randomBytes(48).toString('base64url')}`;
		this.codes.set(handle, { ...code, expires: Date.now() + lifetimeMs, redeemed: false });
		return handle;
	}

	redeem(
		handle: string,
		clientId: string,
		redirectUri: string,
		verifier: string | undefined,
	): AuthorizationCode {
		const code = this.codes.get(handle);
		if (!code || code.clientId !== clientId) throw new EntraError(70000, 'code');
		if (code.redeemed) throw new EntraError(54005);
		if (code.expires < Date.now()) throw new EntraError(70008);
		if (code.redirectUri !== redirectUri) throw new EntraError(500112, redirectUri);
		if (code.codeChallenge !== undefined) {
			if (verifier === undefined) throw new EntraError(50148);
			const derived =
				code.codeChallengeMethod === 'S256'
					? createHash('sha256').update(verifier).digest('base64url')
					: verifier;
			if (derived !== code.codeChallenge) throw new EntraError(50148);
		}
		code.redeemed = true;
		return code;
	}
}
