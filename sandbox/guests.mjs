// Guests for the example on who has not signed in: the tenant's seed has one, and its sign-ins are not of these days.
import { usersOf } from './tenantUsers.mjs';

/** A date, or how many days ago. */
const guests = [
	{ invited: '2024-05-06', signedIn: 20 },
	{ invited: '2024-05-06', signedIn: 80 },
	{ invited: '2025-01-13', signedIn: '2025-12-01' },
	{ invited: '2023-09-18', signedIn: '2025-06-30' },
	{ invited: '2025-10-20', signedIn: null },
	{ invited: 5, signedIn: null },
	{ invited: '2024-11-04', signedIn: '2025-08-12' },
];

const day = 86_400_000;
const timeOf = (when) =>
	typeof when === 'number' ? Date.now() - when * day : Date.parse(`${when}T09:00:00Z`);
const isoOf = (when) => new Date(timeOf(when)).toISOString();

/** Every twentieth of them is one, whatever their order. */
function guestsAmong(people) {
	const byName = (one, other) => (one.userPrincipalName < other.userPrincipalName ? -1 : 1);
	const sorted = [...people].sort(byName);
	return guests.map((guest, index) => ({ ...guest, ...sorted[20 * (index + 1)] }));
}

/** Makes some people of the tenant guests. */
export async function makeGuests(tenant) {
	const people = await usersOf(tenant, ['id', 'userPrincipalName']);
	for (const { id, invited, signedIn } of guestsAmong(people)) {
		const signInActivity = signedIn && {
			lastSignInDateTime: isoOf(signedIn),
			lastSuccessfulSignInDateTime: isoOf(signedIn),
		};
		const answer = await fetch(`${tenant.control}/users/${id}`, {
			method: 'PATCH',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({
				properties: { userType: 'Guest', createdDateTime: isoOf(invited), signInActivity },
			}),
		});
		if (!answer.ok)
			throw new Error(`The simulated tenant did not make a guest: ${await answer.text()}`);
	}
}

/**
 * Those whose last sign-in, or without one the invitation, is that long ago; as the example shows them.
 * @param people everyone, with userPrincipalName, displayName and mail
 */
export const inactiveGuests = (days, people) =>
	guestsAmong(people)
		.filter(({ invited, signedIn }) => timeOf(signedIn ?? invited) < timeOf(days))
		.map(({ displayName, mail, invited, signedIn }) => ({
			name: displayName,
			mail,
			invited: isoOf(invited).slice(0, 10),
			lastSignIn: signedIn === null ? 'never' : isoOf(signedIn).slice(0, 10),
		}));
