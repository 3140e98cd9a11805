import {
	graphUrl,
	literal,
	sameOrigin,
	segment,
} from '../../../nodes/Office365Users/transport/graphUrl';
import { userPath } from '../../../nodes/Office365Users/users/userRef';

const ROOT = 'https://graph.example';

describe('a value in a path', () => {
	test.each([
		'a/b@x.y',
		'a?b@x.y',
		'a#b@x.y',
		'a%2Fb@x.y',
		'a b@x.y',
		'a&b=c@x.y',
		'a\\b@x.y',
		'jürgen.groß@x.y',
		'../../me',
		"o'brien@x.y",
		'guest_example.com#EXT#@contoso.onmicrosoft.com',
	])('%s stays one segment and comes out as it went in', (value) => {
		const url = new URL(graphUrl(ROOT, `/users/${segment(value)}/manager`));
		const parts = url.pathname.split('/');
		expect(parts).toHaveLength(5);
		expect(decodeURIComponent(parts[3])).toBe(value);
		expect(parts[4]).toBe('manager');
		expect(url.search + url.hash).toBe('');
	});

	test("the marks of a guest's name are percent-encoded", () => {
		expect(segment('a_b.com#EXT#@c.d')).toContain('%23EXT%23');
	});
});

describe("a user's path", () => {
	test.each([
		['87d349ed-44d7-43e1-9a83-5f2406dee5bd', '/users/87d349ed-44d7-43e1-9a83-5f2406dee5bd'],
		// In the slash form an apostrophe stands alone.
		["o'brien@x.y", "/users/o'brien%40x.y"],
	])('%s', (user, path) => {
		expect(userPath(user)).toBe(path);
	});

	test('a name that starts with $ takes the key form: no slash, quotes, apostrophes doubled', () => {
		const path = userPath("$o'brien/x@y.z");
		expect(path).toMatch(/^\/users\([^/?#]*\)$/);
		expect(decodeURIComponent(path)).toBe("/users('$o''brien/x@y.z')");
	});

	test('a $ further on does not', () => {
		expect(decodeURIComponent(userPath('a$b@x.y'))).toBe('/users/a$b@x.y');
	});
});

test.each([
	['x', "'x'"],
	["O'Brien", "'O''Brien'"],
	["''", "''''''"],
	["x') or (1 eq 1", "'x'') or (1 eq 1'"],
	['', "''"],
])('the literal of %s', (value, text) => {
	expect(literal(value)).toBe(text);
});

describe('an address', () => {
	test('is root, version and path', () => {
		expect(graphUrl(ROOT, '/me')).toBe('https://graph.example/v1.0/me');
	});

	test('carries query values as they are', () => {
		const query = { $select: 'id,mail', $filter: "a eq 'b&c#d+e %2F ü' or x eq '='", $top: '5' };
		const { search, searchParams, hash } = new URL(graphUrl(ROOT, '/users', query));
		expect(Object.fromEntries(searchParams)).toEqual(query);
		expect(search).toContain('?$select=');
		expect(hash).toBe('');
	});
});

test.each([
	['https://graph.example/v1.0', true],
	['https://graph.example:443/x', true],
	['HTTPS://GRAPH.EXAMPLE/x', true],
	['http://graph.example', false],
	['https://graph.example:8443', false],
	['https://sub.graph.example', false],
	['https://graph.example.evil.example', false],
	['https://graph.example@evil.example', false],
	['/v1.0/users', false],
	['', false],
])('%s on the same server: %s', (address, same) => {
	expect(sameOrigin(address, ROOT)).toBe(same);
	expect(sameOrigin(ROOT, address)).toBe(same);
});
