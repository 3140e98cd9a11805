/** A workbench whose tenant is reached over HTTPS, for the app credential: MSAL accepts nothing else. */
import { readFileSync } from 'node:fs';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import type { TenantArguments } from '../tenant/startTenant';
import type { StoredCredential } from './credentials';
import { trust } from './trust';
import { type LogEntry, Workbench } from './workbench';

export class AppWorkbench extends Workbench {
	constructor(options: TenantArguments = {}) {
		super({ ...options, args: ['--tls', ...(options.args ?? [])] });
		beforeAll(() => {
			trust(readFileSync(this.tenant.ready.caFile, 'utf8'));
		});
	}

	/** As stored when it has just been filled in: no token yet. */
	app(fields: ICredentialDataDecryptedObject = {}): StoredCredential {
		const { clientId, clientSecret } = this.tenant.apps.appOnly;
		return {
			type: 'office365UsersAppApi',
			data: {
				cloud: 'custom',
				loginBaseUrl: this.tenant.login,
				graphBaseUrl: this.tenant.graph,
				tenantId: this.tenant.tenantId,
				clientId,
				clientSecret,
				...fields,
			},
		};
	}

	/** Uploads a certificate for the app. */
	async upload(pem: string): Promise<void> {
		const { clientId } = this.tenant.apps.appOnly;
		const path = `/apps/${clientId}/certificates`;
		const { status, body } = await this.tenant.control('POST', path, { pem });
		if (status !== 200) throw new Error(JSON.stringify(body));
	}

	/** Requests to the sign-in server, in order. */
	async signIns(): Promise<LogEntry[]> {
		return (await this.log()).filter(({ origin }) => origin === 'login');
	}

	/** Invalidates the tenant's access tokens. */
	async revoke(): Promise<void> {
		await this.tenant.control('POST', '/revoke', { what: 'access' });
	}

	/** Makes the sign-in server refuse the next requests. */
	async refuseSignIn(code: number, more: object = {}): Promise<void> {
		const { status, body } = await this.tenant.control('POST', '/faults', {
			action: { type: 'aadsts', code },
			...more,
		});
		if (status !== 200) throw new Error(JSON.stringify(body));
	}
}
