/** A missing permission is granted in one way for a signed-in user and in another for an app. */
import type { AskedOfGraph } from './asked';

export const whoAsked = ({ appOnly }: Pick<AskedOfGraph, 'appOnly'>): string =>
	appOnly ? 'The app' : 'The signed-in account or its app';

export const toGrant = ({ appOnly }: Pick<AskedOfGraph, 'appOnly'>): string =>
	appOnly
		? 'Add the application permission to the app registration and have an administrator consent; then test the credential once, so that it gets a new token'
		: "Choose larger 'Permissions' in the credential and reconnect it (an administrator may have to consent)";
