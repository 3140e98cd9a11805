import type { Changes } from '../../../../nodes/Office365Users/resources/update/changes';
import { patchUser } from '../../../../nodes/Office365Users/resources/update/patchUser';
import { NotAnEntityError } from '../../../../nodes/Office365Users/transport/entity';
import { graphClient } from '../../../../nodes/Office365Users/transport/client';
import { GraphError } from '../../../../nodes/Office365Users/transport/graphError';
import { PartialUpdateError } from '../../../../nodes/Office365Users/messages/partialUpdateError';
import type { HttpRequest, HttpResponse } from '../../../../nodes/Office365Users/transport/http';
import { ROOT } from '../../../support/graph/requestQueue';
import { answer, answering, refusal } from '../../../support/graph/send';

const PATH = '/users/nathan%40contoso.com';
const MIXED = refusal(
	400,
	'BadRequest',
	'The request is currently not supported on the targeted entity set',
);

/** Writes the changes to a Graph that answers like this, and says what was asked. */
async function patched(
	changes: Partial<Changes>,
	each: (request: HttpRequest) => HttpResponse = () => answer(204),
) {
	const { send, asked } = answering(each);
	const client = graphClient(ROOT, send);
	const whole = { directory: {}, profile: {}, updated: [], cleared: [], ...changes };
	const outcome = await patchUser(client, PATH, whole).catch((error: unknown) => error);
	const requests = asked.map(({ method, url, body }) => [
		method,
		url.slice(`${ROOT}/v1.0`.length),
		body,
	]);
	return { outcome, requests };
}

test('directory fields, then profile fields, each in a request of their own', async () => {
	const { outcome, requests } = await patched({
		directory: { city: 'Oslo', jobTitle: null },
		profile: { aboutMe: 'Hello', skills: [] },
	});
	expect(outcome).toBe(PATH);
	expect(requests).toEqual([
		['PATCH', PATH, { city: 'Oslo', jobTitle: null }],
		['PATCH', PATH, { aboutMe: 'Hello', skills: [] }],
	]);
});

test.each([
	['directory', { city: 'Oslo' }],
	['profile', { aboutMe: 'Hello' }],
])('only %s fields: one request', async (where, body) => {
	const { requests } = await patched({ [where]: body });
	expect(requests).toEqual([['PATCH', PATH, body]]);
});

test('who is renamed is addressed by ID', async () => {
	const { outcome, requests } = await patched(
		{ directory: { userPrincipalName: 'new@contoso.com' }, profile: { aboutMe: 'Hello' } },
		({ method }) => (method === 'GET' ? answer(200, { id: 'the-id' }) : answer(204)),
	);
	expect(requests).toEqual([
		['GET', `${PATH}?$select=id`, undefined],
		['PATCH', '/users/the-id', { userPrincipalName: 'new@contoso.com' }],
		['PATCH', '/users/the-id', { aboutMe: 'Hello' }],
	]);
	expect(outcome).toBe('/users/the-id');
});

describe('employeeOrgData', () => {
	const graph = ({ method }: HttpRequest): HttpResponse =>
		method === 'GET'
			? answer(200, { employeeOrgData: { division: 'North', costCenter: 'C1' } })
			: answer(204);

	test('is read, merged and sent whole', async () => {
		const { requests } = await patched(
			{ directory: { employeeOrgData: { division: 'South' } } },
			graph,
		);
		expect(requests[1]).toEqual([
			'PATCH',
			PATH,
			{ employeeOrgData: { division: 'South', costCenter: 'C1' } },
		]);
	});

	test('an emptied member is not filled again', async () => {
		const { requests } = await patched(
			{ directory: { employeeOrgData: { division: null } } },
			graph,
		);
		expect(requests[1][2]).toEqual({ employeeOrgData: { division: null, costCenter: 'C1' } });
	});

	test('is not read where both are given', async () => {
		const employeeOrgData = { division: 'South', costCenter: 'C2' };
		const { requests } = await patched({ directory: { employeeOrgData } }, graph);
		expect(requests).toEqual([['PATCH', PATH, { employeeOrgData }]]);
	});

	test('of who has none', async () => {
		const { requests } = await patched(
			{ directory: { employeeOrgData: { division: 'South' } } },
			({ method }) => (method === 'GET' ? answer(200, { employeeOrgData: null }) : answer(204)),
		);
		expect(requests[1][2]).toEqual({ employeeOrgData: { division: 'South', costCenter: null } });
	});
});

describe('employeeOrgData that cannot be read first: nothing is written', () => {
	test.each([
		['nothing yet', answer(202)],
		['an entity without it', answer(202, { id: 'the-id' })],
		['another entity', answer(200, { value: [] })],
		["a proxy's page", answer(200, '<html>Sign in</html>')],
		['a value of another kind', answer(200, { employeeOrgData: 'North' })],
		['a refusal', refusal(403, 'Authorization_RequestDenied')],
	])('%s', async (_, read) => {
		const { outcome, requests } = await patched(
			{ directory: { city: 'Oslo', employeeOrgData: { division: 'South' } } },
			({ method }) => (method === 'GET' ? read : answer(204)),
		);
		expect(outcome).toBeInstanceOf(Error);
		expect(requests.map(([method]) => method)).toEqual(['GET']);
	});
});

test.each([
	['a page', '<html>Sign in</html>'],
	['bytes', Buffer.from('<html>')],
])('%s in answer to a change is no confirmation', async (_, body) => {
	const { outcome } = await patched({ directory: { city: 'Oslo' } }, () => answer(200, body));
	expect(outcome).toBeInstanceOf(NotAnEntityError);
});

describe('profile fields that Graph does not take together', () => {
	const oneByOne = ({ body }: HttpRequest): HttpResponse =>
		Object.keys(body ?? {}).length > 1 ? MIXED : answer(204);

	test('go one by one', async () => {
		const { outcome, requests } = await patched(
			{ profile: { aboutMe: 'Hello', skills: ['a'] } },
			oneByOne,
		);
		expect(outcome).toBe(PATH);
		expect(requests.slice(1).map(([, , body]) => body)).toEqual([
			{ aboutMe: 'Hello' },
			{ skills: ['a'] },
		]);
	});

	test('one of them refused: those before are said to be written', async () => {
		const { outcome } = await patched(
			{ directory: { city: 'Oslo' }, profile: { aboutMe: 'Hello', skills: ['a'] } },
			(request) =>
				'skills' in (request.body ?? {}) && Object.keys(request.body ?? {}).length === 1
					? refusal(403, 'accessDenied')
					: 'city' in (request.body ?? {})
						? answer(204)
						: oneByOne(request),
		);
		expect(outcome).toBeInstanceOf(PartialUpdateError);
		expect(outcome).toMatchObject({ written: ['city', 'aboutMe'] });
	});

	test('a single one is not tried twice', async () => {
		const { outcome, requests } = await patched({ profile: { aboutMe: 'Hello' } }, () => MIXED);
		expect(outcome).toBeInstanceOf(GraphError);
		expect(requests).toHaveLength(1);
	});
});

describe('refused', () => {
	test('at first: nothing is half done, and nothing further is sent', async () => {
		const { outcome, requests } = await patched(
			{ directory: { city: 'Oslo' }, profile: { aboutMe: 'Hello' } },
			() => refusal(403, 'Authorization_RequestDenied'),
		);
		expect(outcome).toBeInstanceOf(GraphError);
		expect(outcome).not.toBeInstanceOf(PartialUpdateError);
		expect(requests).toHaveLength(1);
	});

	test('later: says what is written, members by their own names', async () => {
		const { outcome } = await patched(
			{
				directory: {
					city: 'Oslo',
					businessPhones: [],
					onPremisesExtensionAttributes: { extensionAttribute3: 'x' },
				},
				profile: { aboutMe: 'Hello' },
			},
			({ body }) => ('aboutMe' in (body ?? {}) ? refusal(403, 'accessDenied') : answer(204)),
		);
		expect(outcome).toBeInstanceOf(PartialUpdateError);
		expect(outcome).toMatchObject({
			written: ['city', 'businessPhones', 'extensionAttribute3'],
			reason: { status: 403, fields: ['aboutMe'] },
		});
	});
});
