/** What only a signed-in user may ask, and what some clouds lack: said before anything is sent. */
import { cloudLacking } from '../../../credentials/entra/clouds';
import { isSignInFailure, SignInFailure } from '../../../credentials/entra/signInFailure';
import { RECONNECT_REASONS, refusedSignIn } from '../../../credentials/entra/signInHints';
import { SHAREPOINT_FIELDS } from '../userProperties';
import { BadInput } from './badInput';
import { nobodySignedIn } from './explain';
import { fieldList } from './explainUpdate';
import { property, textProperty } from './http';
import type { GraphRequestOptions } from './request';

const AS_A_USER = "set 'Authentication' to Signed-In User (OAuth2)";

/**
 * @param namesUser whether the operation has a parameter User, which then says `me`
 * @throws {BadInput} where it takes a signed-in user, and an app asks
 */
export function checkAppOnly({ url, graph }: GraphRequestOptions, namesUser: boolean): void {
	if (featureOf(url) === 'trending') {
		throw new BadInput(
			'Trending documents can be read as a signed-in user only, and this credential signs in an app',
			`To read them, ${AS_A_USER}`,
		);
	}
	if (url === '/me' || url.startsWith('/me/')) {
		const { message, hint } = nobodySignedIn(namesUser ? graph : { ...graph, user: undefined });
		throw new BadInput(message, hint);
	}
	if (graph.manager === 'me') {
		throw new BadInput(
			`'Manager' is "me", and no user is signed in: this credential signs in an app`,
			"Name the manager in 'Manager' by user principal name or ID",
		);
	}
}

/** Microsoft says that an app cannot change these; reports say that it works at times (graph-facts 1.3). */
export function appOnlyWarning({ graph }: GraphRequestOptions): string | undefined {
	const fields = (graph.writes?.fields ?? []).filter(
		(name) => SHAREPOINT_FIELDS.has(name) || name === 'employeeHireDate',
	);
	return fields.length === 0
		? undefined
		: `Microsoft does not let an app without a signed-in user change ${fieldList(fields)}; it is tried all the same`;
}

/** What is not in every cloud; undefined for everything else. */
export function featureOf(path: string): 'people' | 'trending' | undefined {
	if (path.endsWith('/insights/trending')) return 'trending';
	return path.endsWith('/people') ? 'people' : undefined;
}

/** @throws {BadInput} where Microsoft does not offer this in the credential's cloud */
export function checkCloud(feature: 'people' | 'trending', cloud: unknown): void {
	const name = cloudLacking(feature, { cloud });
	if (name === undefined) return;
	throw new BadInput(
		`Microsoft does not offer ${feature === 'people' ? 'relevant people' : 'trending documents'} in the cloud ${name}`,
		"Check 'Cloud' of the credential; in this cloud there is nothing to be had",
	);
}

/**
 * A sign-in that n8n or the credential reports instead of an answer of Graph's.
 * @returns undefined for anything else
 */
export function signInFailureIn(error: unknown): SignInFailure | undefined {
	const cause = property(error, 'cause');
	for (const one of [error, cause]) if (isSignInFailure(one)) return one;
	// n8n's words for a credential that was saved and never connected.
	if (
		/without access token|credentials not connected/i.test(textProperty(error, 'message') ?? '')
	) {
		return new SignInFailure(
			'The credential is not connected yet: open it, press Connect and sign in',
			'Saving a credential does not sign in',
		);
	}
	// What n8n's OAuth2 code got from the token server.
	const body = property(cause, 'body');
	const refused = textProperty(body, 'error');
	if (refused !== undefined) {
		const description = textProperty(body, 'error_description');
		return refusedSignIn({ error: refused, description }, 'user');
	}
	const failure = property(error, 'failure') ?? property(cause, 'failure');
	if (property(failure, 'cause') !== 'credential-invalid') return undefined;
	// n8n drops what Microsoft said here.
	const said = (textProperty(error, 'message') ?? '').replace(/\.$/, '');
	return new SignInFailure(said, RECONNECT_REASONS);
}
