/** Microsoft's refusals of a sign-in in words (docs/graph.md#sign-in-errors). */
import { HINTED, refusedSignIn } from '../../../credentials/entra/signInHints';
import { FORBIDDEN_WORDS } from '../../support/forbiddenWords';

const IDS =
	' Trace ID: 0f8fad5b-d9cb-469f-a165-70867728950e Correlation ID: 7c9e6679-7425-40de-944b-e07fc1f90ae7 Timestamp: 2026-11-21 18:00:00Z';
const of = (number: number, words = 'Words of Microsoft.', kind: 'user' | 'app' = 'app') =>
	refusedSignIn(
		{ error: 'invalid_client', description: `AADSTS${number}: ${words}${IDS}`, status: 401 },
		kind,
	);

// The table of docs/graph.md#sign-in-errors: what the hint must mention.
const TABLE: Array<[number[], RegExp]> = [
	[[50076, 50079], /multi-factor/],
	[[50173, 700082, 70043, 54005], /reconnect/],
	[[53003], /Conditional Access.*administrator/is],
	[[53000, 53001, 530032], /policy.*administrator/is],
	[[65001, 90094, 65004], /consent/i],
	[[700016], /'Client ID', 'Tenant ID' and 'Cloud'/],
	[[7000112], /disabled/],
	[[7000215], /Value, not its ID/],
	[[7000222], /expired.*new secret.*certificate/is],
	[[7000218], /'Client Secret'/],
	[[700027, 50012], /certificate.*upload/is],
	[[90002], /'Tenant ID' and 'Cloud'/],
	[[90038, 900382], /'Cloud'/],
	[[50194], /'Tenant ID'/],
	[[50020, 50034], /another account.*invited/is],
	[[50105], /assign/],
	[[50057], /administrator/],
	[[50055], /password/],
	[[50196], /Wait/],
];

test.each(TABLE.flatMap(([numbers, says]) => numbers.map((n) => [n, says] as const)))(
	'AADSTS%i',
	(number, says) => {
		const { message, signIn } = of(number, undefined, 'user');
		expect(message).toMatch(says);
		expect(message).toContain(`(AADSTS${number}: Words of Microsoft)`);
		expect(signIn).toEqual({
			code: `AADSTS${number}`,
			statusCode: 401,
			requestId: '0f8fad5b-d9cb-469f-a165-70867728950e',
			date: '2026-11-21 18:00:00Z',
		});
	},
);

test.each([...HINTED])('AADSTS%i: in plain words', (number) => {
	for (const kind of ['user', 'app'] as const) {
		const { message } = of(number, '', kind);
		expect(message).not.toMatch(FORBIDDEN_WORDS);
		expect(message).toMatch(/^['\p{Lu}]/u);
		expect(message).not.toMatch(/\.$/);
	}
});

test.each([
	['invalid_grant', 'The sign-in is not valid any more'],
	['interaction_required', 'Microsoft asks for a new sign-in'],
	['consent_required', 'Nobody has consented to what the app asks for'],
	['invalid_client', 'Microsoft did not accept the secret or the certificate of the app'],
	['unauthorized_client', 'The app may not sign in to this tenant'],
	['invalid_scope', 'What was asked for is not known to Microsoft in this cloud'],
	['invalid_resource', 'What was asked for does not belong to this cloud'],
	['temporarily_unavailable', "Microsoft's sign-in is not available just now"],
	['something_new', 'Microsoft refused the sign-in'],
])('an unknown code is explained by the error %s', (error, says) => {
	const refused = refusedSignIn({ error, description: `AADSTS999999: New.${IDS}` }, 'app');
	expect(refused.says).toBe(`${says} (AADSTS999999: New)`);
	expect(refused.description).toBe(
		"For Microsoft's support: trace ID 0f8fad5b-d9cb-469f-a165-70867728950e, 2026-11-21 18:00:00Z",
	);
});

test('an empty response still gives a sentence', () => {
	expect(refusedSignIn({}, 'app').says).toBe('Microsoft refused the sign-in');
	expect(refusedSignIn({}, 'managedIdentity').says).toBe('The managed identity gave no token');
	expect(refusedSignIn({ error: 'odd' }, 'user').says).toBe('Microsoft refused the sign-in (odd)');
});

test('a secret that Microsoft repeats does not show', () => {
	const description = `AADSTS7000215: The secret 'abc~123' is wrong.${IDS}`;
	const { message } = refusedSignIn({ description }, 'app', ['abc~123']);
	expect(message).not.toContain('abc~123');
});

test('temporary failures may be retried', () => {
	expect(of(90033).isFinal).toBe(false);
	expect(of(7000215).isFinal).toBe(true);
	expect(refusedSignIn({ status: 503 }, 'app').isFinal).toBe(false);
	expect(refusedSignIn({ status: 429 }, 'app').isFinal).toBe(false);
});
