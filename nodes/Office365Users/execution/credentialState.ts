import { sleep } from 'n8n-workflow';

import type { SignInFailure } from '../../../credentials/entra/signInFailure';
import { RequestQueue } from '../transport/requestQueue';
import { FieldAccessCache } from '../users/fieldAccess';
import { KeyedReads } from '../users/keyedReads';
import { UserLookup } from '../users/userLookup';
import { Shared } from './shared';

/** What a run keeps for one credential. */
export class CredentialState {
	/** Which fields this credential may read. */
	readonly fieldAccess = new FieldAccessCache();
	readonly keyedReads = new KeyedReads(async () => await sleep(0));
	readonly lookup = new UserLookup(async () => await sleep(0));
	/** What an operation keeps for all items with this credential. */
	readonly shared = new Shared();
	/** The sign-in was refused: it is not tried again in this run. */
	refusedSignIn?: SignInFailure;
	private queue?: RequestQueue;

	/** Where the credential's requests wait. */
	queueFor(make: () => RequestQueue): RequestQueue {
		return (this.queue ??= make());
	}
}
