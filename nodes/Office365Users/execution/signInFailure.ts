/** Sign-ins that fail while Graph is asked. */
import { isSignInFailure, SignInFailure } from '../../../credentials/entra/signInFailure';
import { RECONNECT_REASONS, refusedSignIn } from '../../../credentials/entra/signInHints';
import { property, textProperty } from '../transport/http';

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
