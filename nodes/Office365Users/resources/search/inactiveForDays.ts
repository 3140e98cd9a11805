/** The option Inactive For (Days): who has not signed in for so long (docs/graph.md#inactive-users). */
import { InvalidParameterError } from '../../checks/invalidParameterError';
import { wholeNumber } from '../../checks/wholeNumber';
import type { Parameter } from '../../execution/operation';
import type { AskedOfGraph } from '../../messages/asked';
import { isGranted } from '../../messages/permissionHint';
import type { GraphClient } from '../../transport/client';
import type { Entity } from '../../transport/entity';
import { settled } from '../../transport/settled';
import { lacksPermission } from '../../users/basicFilter';
import { lastSignIn, SIGN_IN_FIELDS } from '../../users/lastSignIn';

const DAY_MS = 86_400_000;

export const inactiveForDays: Parameter = {
	options: [
		{
			displayName: 'Inactive For (Days)',
			name: 'inactiveForDays',
			type: 'number',
			default: 90,
			typeOptions: { minValue: 1 },
			description:
				'Only users whose last successful sign-in is at least this many days ago; those who never signed in count from the day they were created, and as inactive where Microsoft has kept none. Needs the permission AuditLog.Read.All and a Microsoft Entra ID P1 license. Microsoft allows 10 requests per minute, 120 users each.',
			builderHint: { propertyHint: 'Left out, everyone comes, whenever they signed in' },
		},
	],
	narrowing: ['inactiveForDays'],
	step({ graph }, { inactiveForDays: given }) {
		if (given === undefined) return;
		const days = wholeNumber(given, 'Inactive For (Days)', 1);
		const until = Date.now() - days * DAY_MS;
		// Graph combines a filter by sign-in with no other, and leaves out those who never signed in.
		let isCreationKnown = false;
		let undated = 0;
		graph.chosenBy = {
			names: SIGN_IN_FIELDS,
			keeps: (user: Entity) => {
				isCreationKnown ||= typeof user.createdDateTime === 'string';
				const at = lastSignIn(user);
				if (at === -Infinity) undated++;
				return at <= until;
			},
			// Where it is hidden from the caller, everyone who never signed in would look inactive.
			async end(client) {
				if (isCreationKnown || undated === 0 || (await readsAll(client, graph))) return;
				throw new InvalidParameterError(
					`'Inactive For (Days)' cannot be told for ${undated} ${undated === 1 ? 'user' : 'users'} who never signed in: Microsoft Graph does not say when they were created`,
					'Reading that needs the permission User.Read.All',
				);
			},
		};
		graph.needs = [
			...(graph.needs ?? []),
			{
				option: 'Inactive For (Days)',
				permission: 'AuditLog.Read.All',
				license: 'Microsoft Entra ID P1',
			},
		];
	},
};

/**
 * Whether more than basic properties of users can be read. Microsoft does not name an app's
 * permissions: a filter by one of the others tells (docs/graph.md#basic-permission).
 */
async function readsAll(client: GraphClient, graph: AskedOfGraph): Promise<boolean> {
	const known = isGranted(graph, 'User.Read.All');
	if (known !== undefined) return known;
	const query = { $filter: "department eq 'x'", $select: 'id', $top: '1' };
	const outcome = await settled(client.request({ method: 'GET', path: '/users', query }));
	if ('value' in outcome) return true;
	if (lacksPermission(outcome.error)) return false;
	throw outcome.error;
}
