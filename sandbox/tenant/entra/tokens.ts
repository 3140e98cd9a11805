import { randomBytes, randomUUID } from 'node:crypto';
import { SignJWT, jwtVerify, errors, type JWTPayload } from 'jose';
import { text, userPrincipalName, type StoredUser } from '../directory/user.ts';
import type { AppRegistration } from './apps.ts';
import type { SigningKey } from './keys.ts';

/** The caller of Graph: a signed-in user through an app, or an app alone. */
export type Caller =
	| {
			readonly kind: 'delegated';
			readonly tokenId: string;
			readonly clientId: string;
			readonly userId: string;
			readonly scopes: ReadonlySet<string>;
			readonly handlesClaims: boolean;
	  }
	| {
			readonly kind: 'application';
			readonly tokenId: string;
			readonly clientId: string;
			readonly roles: ReadonlySet<string>;
			readonly handlesClaims: boolean;
	  };

interface RefreshToken {
	readonly clientId: string;
	readonly userId: string;
	readonly scopes: readonly string[];
	readonly issuedAt: number;
	revoked: boolean;
	used: boolean;
}

export interface TokenRequest {
	readonly app: Pick<AppRegistration, 'clientId' | 'name'>;
	readonly user?: StoredUser;
	readonly scopes?: readonly string[];
	readonly roles?: readonly string[];
	readonly expiresIn: number;
	readonly handlesClaims?: boolean;
}

export type Rejection = 'malformed' | 'signature' | 'audience' | 'expired' | 'revoked';

/**
 * Signs, verifies and revokes tokens. Access tokens are real JWTs; refresh tokens are random
 * handles.
 */
export class Tokens {
	readonly refreshTokens = new Map<string, RefreshToken>();
	private readonly key: SigningKey;
	private readonly audience: string;
	private readonly issuer: string;
	private readonly tenantId: string;
	private readonly issued = new Map<
		string,
		{ readonly clientId: string; readonly userId: string | null; revoked: boolean }
	>();
	/** Tokens verified earlier, so that a signature is only checked once. */
	private readonly verified = new Map<
		string,
		{ readonly caller: Caller; readonly expires: number }
	>();

	constructor(key: SigningKey, audience: string, login: string, tenantId: string) {
		this.key = key;
		this.audience = audience;
		this.tenantId = tenantId;
		this.issuer = `${login}/${tenantId}/v2.0`;
	}

	async accessToken(request: TokenRequest): Promise<string> {
		const tokenId = randomUUID();
		const now = Math.floor(Date.now() / 1000);
		const { user, app } = request;
		const who = user
			? {
					oid: user.id,
					upn: userPrincipalName(user),
					name: text(user.properties.displayName),
					scp: (request.scopes ?? []).join(' '),
					idtyp: 'user',
				}
			: { oid: app.clientId, roles: [...(request.roles ?? [])], idtyp: 'app' };
		this.issued.set(tokenId, { clientId: app.clientId, userId: user?.id ?? null, revoked: false });
		return new SignJWT({
			...who,
			tid: this.tenantId,
			appid: app.clientId,
			azp: app.clientId,
			app_displayname: app.name,
			uti: tokenId,
			ver: '1.0',
			...(request.handlesClaims ? { xms_cc: ['CP1'] } : {}),
		})
			.setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: this.key.kid })
			.setIssuer(this.issuer)
			.setAudience(this.audience)
			.setSubject(user?.id ?? app.clientId)
			.setIssuedAt(now)
			.setNotBefore(now - 60)
			.setExpirationTime(now + request.expiresIn)
			.sign(this.key.privateKey);
	}

	async idToken(user: StoredUser, clientId: string, nonce: string | undefined): Promise<string> {
		return new SignJWT({
			oid: user.id,
			tid: this.tenantId,
			preferred_username: userPrincipalName(user),
			name: text(user.properties.displayName),
			ver: '2.0',
			...(nonce === undefined ? {} : { nonce }),
		})
			.setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: this.key.kid })
			.setIssuer(this.issuer)
			.setAudience(clientId)
			.setSubject(user.id)
			.setIssuedAt()
			.setExpirationTime('1h')
			.sign(this.key.privateKey);
	}

	refreshToken(clientId: string, userId: string, scopes: readonly string[]): string {
		const handle = `1.${randomBytes(48).toString('base64url')}`;
		this.refreshTokens.set(handle, {
			clientId,
			userId,
			scopes,
			issuedAt: Date.now(),
			revoked: false,
			used: false,
		});
		return handle;
	}

	async verify(token: string): Promise<Caller | Rejection> {
		const known = this.verified.get(token);
		const caller =
			known && known.expires > Date.now() ? known.caller : await this.verifySignature(token);
		if (typeof caller === 'string') return caller;
		return this.issued.get(caller.tokenId)?.revoked ? 'revoked' : caller;
	}

	/** Revokes tokens issued to a user, to an app, or to anybody. */
	revoke(match: { userId?: string; clientId?: string }, access: boolean, refresh: boolean): number {
		let count = 0;
		const matches = (token: {
			clientId: string;
			userId: string | null;
			revoked: boolean;
		}): boolean =>
			(match.userId === undefined || token.userId === match.userId) &&
			(match.clientId === undefined || token.clientId === match.clientId);
		for (const token of [
			...(access ? this.issued.values() : []),
			...(refresh ? this.refreshTokens.values() : []),
		]) {
			if (token.revoked || !matches(token)) continue;
			token.revoked = true;
			count += 1;
		}
		return count;
	}

	restoreRevoked(): void {
		for (const token of [...this.issued.values(), ...this.refreshTokens.values()])
			token.revoked = false;
	}

	private async verifySignature(token: string): Promise<Caller | Rejection> {
		try {
			const { payload } = await jwtVerify(token, this.key.publicKey, {
				audience: this.audience,
				issuer: this.issuer,
				algorithms: ['RS256'],
			});
			const caller = callerOf(payload);
			if (this.verified.size > 5_000) this.verified.clear();
			this.verified.set(token, { caller, expires: (payload.exp ?? 0) * 1000 });
			return caller;
		} catch (error) {
			if (error instanceof errors.JWTExpired) return 'expired';
			if (error instanceof errors.JWTClaimValidationFailed) return 'audience';
			if (error instanceof errors.JWSSignatureVerificationFailed) return 'signature';
			return 'malformed';
		}
	}
}

const claim = (payload: JWTPayload, name: string): string =>
	typeof payload[name] === 'string' ? payload[name] : '';

function callerOf(payload: JWTPayload): Caller {
	const shared = {
		tokenId: claim(payload, 'uti'),
		clientId: claim(payload, 'appid'),
		handlesClaims: Array.isArray(payload.xms_cc),
	};
	if (payload.idtyp === 'app') {
		const roles = Array.isArray(payload.roles)
			? payload.roles.filter((role): role is string => typeof role === 'string')
			: [];
		return { ...shared, kind: 'application', roles: new Set(roles) };
	}
	return {
		...shared,
		kind: 'delegated',
		userId: claim(payload, 'oid'),
		scopes: new Set(claim(payload, 'scp').split(' ').filter(Boolean)),
	};
}
