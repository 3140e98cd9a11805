/** What public reports say Graph answers now and then: each on demand. */
import { startTenant, type Answer, type RunningTenant } from '../support/tenant/startTenant';

let tenant: RunningTenant;
let token: string;
beforeAll(async () => {
	tenant = await startTenant({ users: 60 });
	token = (
		await tenant.token({
			user: tenant.cast.admin.id,
			scopes: ['User.ReadWrite.All', 'Sites.ReadWrite.All', 'People.Read.All'],
		})
	).access_token;
});
afterAll(() => tenant.stop());
beforeEach(() => tenant.control('POST', '/reset'));

const settings = (body: unknown): Promise<Answer> => tenant.control('PATCH', '/settings', body);
const setUser = async (name: string, body: unknown): Promise<void> => {
	const answer = await tenant.control('PATCH', `/users/${tenant.cast[name]?.id}`, body);
	expect(answer.status).toBe(200);
};
const user = (name: string, rest = ''): Promise<Answer> =>
	tenant.get(`/users/${tenant.cast[name]?.id}${rest}`, token);
const error = ({ status, body }: Answer): [number, string, string] => [
	status,
	body.error.code,
	body.error.message,
];

describe("SharePoint's part of a user", () => {
	it.each([
		['notFound', 404, '-1, Microsoft.SharePoint.Client.ResourceNotFoundException'],
		['exception', 500, '-2147467259, Microsoft.SharePoint.SPException'],
		[
			'unauthorized',
			500,
			'-1, Microsoft.Office.Server.Directory.DirectoryObjectUnauthorizedAccessException',
		],
		['guestProfile', 500, 'InternalServerError'],
		['unlicensed', 400, 'BadRequest'],
		['status401', 401, 'Unauthorized'],
		['status403', 403, '-2147024891, System.UnauthorizedAccessException'],
		['wrapped401', 500, 'InternalServerError'],
		[false, 403, 'accessDenied'],
	])(
		'fails as %s, for one user, reading and writing; the directory goes on',
		async (sharePoint, status, code) => {
			await setUser('umlaut', { sharePoint });
			expect(error(await user('umlaut', '?$select=id,aboutMe')).slice(0, 2)).toEqual([
				status,
				code,
			]);
			const change = await tenant.request(`/users/${tenant.cast.umlaut.id}`, token, {
				method: 'PATCH',
				body: { skills: ['Tea'] },
			});
			expect(error(change).slice(0, 2)).toEqual([status, code]);
			expect((await user('umlaut', '?$select=id,department')).status).toBe(200);
			expect((await user('alice', '?$select=aboutMe')).status).toBe(200);
		},
	);
	it('tells apart what their texts tell apart', async () => {
		await setUser('guest', { sharePoint: 'guestProfile' });
		expect(error(await user('guest', '?$select=skills'))[2]).toContain('ID3035');
		await setUser('guest', { sharePoint: 'wrapped401' });
		expect(error(await user('guest', '?$select=skills'))[2]).toContain(
			"statusCode='401(Unauthorized)'",
		);
	});
	it('answers for a user that the directory has deleted', async () => {
		const { id, userPrincipalName } = tenant.cast.umlaut;
		await tenant.control('DELETE', `/users/${id}`);
		for (const key of [id, userPrincipalName]) {
			const profile = await tenant.get(`/users/${key}?$select=displayName,aboutMe`, token);
			expect(error(profile).slice(0, 2)).toEqual([
				404,
				'-1, Microsoft.SharePoint.Client.ResourceNotFoundException',
			]);
			expect(error(await tenant.get(`/users/${key}`, token)).slice(0, 2)).toEqual([
				404,
				'Request_ResourceNotFound',
			]);
		}
	});
	it('refuses what it does not know', async () =>
		expect(
			(await tenant.control('PATCH', `/users/${tenant.cast.alice.id}`, { sharePoint: 'odd' }))
				.status,
		).toBe(400));
});

describe('without a mailbox', () => {
	it.each(['people', 'insights/trending'])('%s cannot be discovered', async (path) => {
		expect(error(await user('noMailbox', `/${path}`))).toEqual([
			404,
			'ResourceNotFound',
			'Resource could not be discovered.',
		]);
		await settings({ missingMailbox: 'MailboxNotEnabledForRESTAPI' });
		expect(error(await user('noMailbox', `/${path}`))[1]).toBe('MailboxNotEnabledForRESTAPI');
	});
});

it('a mailbox policy forbids the photo', async () => {
	await setUser('alice', { photoForbidden: true });
	const path = `/users/${tenant.cast.alice.id}/photo/$value`;
	for (const answer of [
		await user('alice', '/photo'),
		await user('alice', '/photo/$value'),
		await user('alice', '/photos'),
		await tenant.request(path, token, { method: 'DELETE' }),
		await tenant.request(path, token, {
			method: 'PUT',
			body: Buffer.from('x'),
			headers: { 'content-type': 'image/jpeg' },
		}),
	]) {
		expect([answer.status, answer.body.error.code]).toEqual([403, 'ErrorAccessDenied']);
		expect(answer.body.error.innerError).toMatchObject({
			code: 'ForbiddenByPolicy',
			innerError: { code: 'invalid_role' },
		});
	}
	expect((await user('ceo', '/photo/$value')).status).toBe(200);
});

describe('next links of people', () => {
	const links = async (count: number): Promise<string[]> => {
		const seen: string[] = [];
		let next: string | undefined = `/users/${tenant.cast.ceo.id}/people`;
		for (let page = 0; page < count && next !== undefined; page += 1) {
			const { body }: Answer = await tenant.get(next, token);
			next = body['@odata.nextLink'];
			seen.push(next === undefined ? 'end' : String(new URL(next).searchParams.get('$skip')));
		}
		return seen;
	};

	it.each([
		['proper', ['10', '20', 'end']],
		['skipZero', ['0', '0', '0']],
		['repeated', ['10', '10', '10']],
		['endless', ['10', '20', '30', '40', '50']],
	])('%s', async (peopleLinks, wanted) => {
		await settings({ peopleLinks });
		expect(await links(wanted.length)).toEqual(wanted);
	});
});

describe('taking away what is not there', () => {
	it('a manager: 404 that quotes manager', async () => {
		const answer = await tenant.request(`/users/${tenant.cast.ceo.id}/manager/$ref`, token, {
			method: 'DELETE',
		});
		expect(error(answer).slice(0, 2)).toEqual([404, 'Request_ResourceNotFound']);
		expect(answer.body.error.message).toContain("'manager'");
	});
	it('a photo: 404 in the shape of that user', async () => {
		const answer = await tenant.request(`/users/${tenant.cast.noPhoto.id}/photo/$value`, token, {
			method: 'DELETE',
		});
		expect(error(answer).slice(0, 2)).toEqual([404, 'ImageNotFound']);
	});
});
