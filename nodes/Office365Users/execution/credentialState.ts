import { sleep } from 'n8n-workflow';

import type { SignInFailure } from '../../../credentials/entra/signInFailure';
import { RequestQueue } from '../transport/requestQueue';
import { FieldAccessCache } from '../users/fieldAccess';
import { KeyedReads } from '../users/keyedReads';

/** What a run keeps for one credential. */
export class CredentialState {
	/** Which fields this credential may read. */
	readonly fieldAccess = new FieldAccessCache();
	readonly keyedReads = new KeyedReads(async () => await sleep(0));
	/** The sign-in was refused: it is not tried again in this run. */
	refusedSignIn?: SignInFailure;
	private queue?: RequestQueue;

	/** Where the credential's requests wait. */
	queueFor(make: () => RequestQueue): RequestQueue {
		return (this.queue ??= make());
	}
}
