/** What only a signed-in user may ask, and what some clouds lack: said before anything is sent. */
import { cloudLacking } from '../../../credentials/entra/clouds';
import { InvalidParameterError } from '../checks/invalidParameterError';
import { noSignedInUser } from '../messages/signedInUser';
import { fieldLabels } from '../users/fieldLabels';
import { SHAREPOINT_FIELDS } from '../users/userProperties';
import type { Feature, RequestPlan } from './request';

/** @throws {InvalidParameterError} where a signed-in user is needed, and an app asks */
export function checkAppOnly({ feature, user, ofSignedInUser, manager }: RequestPlan): void {
	if (feature?.signedInUserOnly) {
		throw new InvalidParameterError(
			`${feature.label.replace(/^./, (letter) => letter.toUpperCase())} can be read as a signed-in user only, and this credential signs in an app`,
			"To read them, set 'Authentication' to Signed-In User (OAuth2)",
		);
	}
	if (ofSignedInUser || user?.key === 'me') {
		const { message, hint } = noSignedInUser({ user });
		throw new InvalidParameterError(message, hint);
	}
	if (manager?.key === 'me') {
		throw new InvalidParameterError(
			`'Manager' is "me", and no user is signed in: this credential signs in an app`,
			"Name the manager in 'Manager' by user principal name or ID",
		);
	}
}

/**
 * Microsoft says that an app cannot change these; reports say that it works at times
 * (docs/graph.md#app-only-updates).
 */
export function appOnlyWarning({ changes = [] }: RequestPlan): string | undefined {
	const fields = changes.filter(
		(name) => SHAREPOINT_FIELDS.has(name) || name === 'employeeHireDate',
	);
	return fields.length === 0
		? undefined
		: `Microsoft does not let an app without a signed-in user change ${fieldLabels(fields)}; it is tried all the same`;
}

/** @throws {InvalidParameterError} where Microsoft does not offer this in the credential's cloud */
export function checkCloud({ name, label }: Feature, cloud: unknown): void {
	const lacking = cloudLacking(name, { cloud });
	if (lacking === undefined) return;
	throw new InvalidParameterError(
		`Microsoft does not offer ${label} in the cloud ${lacking}`,
		"Check 'Cloud' of the credential; in this cloud there is nothing to be had",
	);
}
