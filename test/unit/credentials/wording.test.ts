import { Office365UsersOAuth2Api } from '../../../credentials/Office365UsersOAuth2Api.credentials';
import { choices, placed } from '../support/description';
import {
	forbiddenIn,
	jargonIn,
	notSentenceCase,
	notTitleCase,
	wrongFullStop,
} from '../support/wording';

const type = new Office365UsersOAuth2Api();
const VISIBLE = placed(type.properties).filter(({ property }) => property.type !== 'hidden');
const CHOICES = choices(VISIBLE);

const NAMES: Array<[string, string]> = [
	...VISIBLE.map(({ path, property }): [string, string] => [path, property.displayName]),
	...CHOICES.map(({ path, choice }): [string, string] => [path, choice.name]),
];
const TEXTS = [
	...VISIBLE.map(({ path, property }) => [path, property.description] as [string, string]),
	...CHOICES.map(({ path, choice }) => [path, choice.description] as [string, string]),
	...(type.test.rules ?? []).map(
		({ properties }) => ['test', properties.message] as [string, string],
	),
].filter(([, text]) => text !== undefined);

test('the name says what it is, as n8n wants it for OAuth2', () => {
	expect(type.name).toBe('office365UsersOAuth2Api');
	expect(type.displayName).toContain('OAuth2 API');
	expect(type.extends).toEqual(['microsoftOAuth2Api']);
});

test.each(NAMES)('%s: "%s" is in title case and free of jargon', (_, name) => {
	expect(notTitleCase(name)).toEqual([]);
	expect(jargonIn(name)).toEqual([]);
});

test.each(TEXTS)('%s: "%s"', (path, text) => {
	const names = [...NAMES.map(([, name]) => name), 'Reconnect', 'Permissions'];
	expect(notSentenceCase(text, [...names, 'Press Reconnect', 'larger Permissions'])).toEqual([]);
	expect([...jargonIn(text), ...forbiddenIn(text)]).toEqual([]);
	if (path !== 'test') expect(wrongFullStop(text)).toBe(false);
});

test.each(VISIBLE.filter(({ property }) => property.type === 'string'))(
	'the placeholder of $path is an example',
	({ property }) => {
		if (property.placeholder !== undefined) expect(property.placeholder).toMatch(/^e\.g\. \S/);
	},
);

test.each(VISIBLE)('$path is explained', ({ property }) => {
	expect(property.description).toBeTruthy();
});

test('the test asks the Graph of its own cloud, for as little as possible', () => {
	const { request } = type.test;
	expect(request.baseURL).toBe('={{ $credentials.graphApiBaseUrl }}');
	expect(request.url).toBe('/v1.0/me');
	expect(request.qs).toEqual({ $select: 'id' });
});
