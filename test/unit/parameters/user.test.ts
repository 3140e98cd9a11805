import { user } from '../../../nodes/Office365Users/parameters/user';
import { InvalidParameterError } from '../../../nodes/Office365Users/checks/invalidParameterError';
import { requestAfter } from '../../support/engine/steps';

const ID = '87d349ed-44d7-43e1-9a83-5f2406dee5bd';
const about = async (value: unknown, mode = 'upn', items = [{}]) =>
	await requestAfter([user], { user: { __rl: true, mode, value } as never }, items);

test.each([
	['list', ID, `/users/${ID}/manager`],
	['id', ID, `/users/${ID}/manager`],
	['upn', 'nathan@contoso.com', '/users/nathan%40contoso.com/manager'],
	['upn', 'a_b.com#EXT#@c.d', '/users/a_b.com%23EXT%23%40c.d/manager'],
	['upn', 'me', '/me/manager'],
	['id', `https://delve.office.com/?u=${ID}`, `/users/${ID}/manager`],
])('%s: %s', async (mode, value, url) => {
	const request = await about(value, mode);
	expect(request.url).toBe(url);
	expect(request.graph.user?.given).toBe(value);
});

test('a leading $ needs the key form', async () => {
	const { url } = await about('$pecial@contoso.com');
	expect(decodeURIComponent(url)).toBe("/users('$pecial@contoso.com')/manager");
});

test('a name that holds a replacement pattern is inserted unchanged', async () => {
	const { url } = await about('a$&b$1@contoso.com');
	expect(decodeURIComponent(url)).toBe('/users/a$&b$1@contoso.com/manager');
});

test('an expression that returns the value, as written by an AI agent or an import', async () => {
	const parameters = { user: '={{ $json.upn }}' };
	const request = await requestAfter([user], parameters, [{ upn: 'nathan@contoso.com' }]);
	expect(request.url).toBe('/users/nathan%40contoso.com/manager');
});

test('for messages and outputs the user is as given, without spaces around', async () => {
	expect((await about('  Me ')).graph.user?.given).toBe('Me');
});

test.each([
	['nothing chosen', '', {}],
	['an expression without a value', '={{ $json.upn }}', {}],
	['an expression that gives null', '={{ $json.upn }}', { upn: null }],
	['no name', 'Nathan', {}],
])('refused: %s', async (_, value, json) => {
	await expect(about(value, 'upn', [json])).rejects.toThrow(InvalidParameterError);
	await expect(about(value, 'upn', [json])).rejects.toThrow(/^'User' is /);
});
