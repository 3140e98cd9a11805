/** A workbench whose tenant is reached over HTTPS, for the app credential: MSAL takes nothing else. */
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

	/** As it is stored when it has just been filled in: no token yet. */
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

	/** A certificate for the app, uploaded. */
	async upload(pem: string): Promise<void> {
		const { clientId } = this.tenant.apps.appOnly;
		const path = `/apps/${clientId}/certificates`;
		const { status, body } = await this.tenant.control('POST', path, { pem });
		if (status !== 200) throw new Error(JSON.stringify(body));
	}

	/** Requests on the sign-in server, in order. */
	async signIns(): Promise<LogEntry[]> {
		return (await this.log()).filter(({ origin }) => origin === 'login');
	}

	/** The tenant's tokens are no good any more. */
	async revoke(): Promise<void> {
		await this.tenant.control('POST', '/revoke', { what: 'access' });
	}

	/** The sign-in server's next answers. */
	async refuseSignIn(code: number, more: object = {}): Promise<void> {
		const { status, body } = await this.tenant.control('POST', '/faults', {
			action: { type: 'aadsts', code },
			...more,
		});
		if (status !== 200) throw new Error(JSON.stringify(body));
	}
}
