import type { ICredentialType } from 'n8n-workflow';

import { Office365UsersAppApi } from '../../../credentials/Office365UsersAppApi.credentials';
import { Office365UsersOAuth2Api } from '../../../credentials/Office365UsersOAuth2Api.credentials';
import { choices, placed } from '../../support/engine/description';
import {
	forbiddenIn,
	jargonIn,
	notSentenceCase,
	notTitleCase,
	wrongFullStop,
} from '../../support/wording';

const user = new Office365UsersOAuth2Api();
const app = new Office365UsersAppApi();
const TYPES: ICredentialType[] = [user, app];
const VISIBLE = TYPES.flatMap(({ name, properties }) => placed(properties, `${name}.`)).filter(
	({ property }) => property.type !== 'hidden',
);
const CHOICES = choices(VISIBLE);

const NAMES: Array<[string, string]> = [
	...VISIBLE.map(({ path, property }): [string, string] => [path, property.displayName]),
	...CHOICES.map(({ path, choice }): [string, string] => [path, choice.name]),
];
const TEXTS = [
	...VISIBLE.map(({ path, property }) => [path, property.description] as [string, string]),
	...CHOICES.map(({ path, choice }) => [path, choice.description] as [string, string]),
	...[user.test, app.test].flatMap(({ rules = [] }) =>
		rules.map(({ properties }) => ['test', properties.message] as [string, string]),
	),
].filter(([, text]) => text !== undefined);

test('the names say what they are, as n8n requires', () => {
	expect([user.name, app.name]).toEqual(['office365UsersOAuth2Api', 'office365UsersAppApi']);
	expect(user.displayName).toMatch(/OAuth2 API$/);
	expect(app.displayName).toMatch(/ API$/);
	expect(user.extends).toEqual(['microsoftOAuth2Api']);
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

test.each([
	['/v1.0/me', user.test],
	['/v1.0/users', app.test],
])('the test reads as little as possible: %s', (url, { request }) => {
	expect(request.url).toBe(url);
	expect(request.method ?? 'GET').toBe('GET');
	expect(request.qs).toMatchObject({ $select: 'id' });
});

test.each(VISIBLE.filter(({ property }) => /secret|privatekey|^certificate/i.test(property.name)))(
	'$path is hidden from onlookers',
	({ property }) => {
		expect(property.typeOptions?.password).toBe(true);
	},
);
