import { cloudLacking, cloudOf, CLOUDS, isProtected } from '../../../credentials/entra/clouds';

// docs/graph.md#clouds.
test.each([
	['global', 'https://login.microsoftonline.com', 'https://graph.microsoft.com'],
	['usGov', 'https://login.microsoftonline.us', 'https://graph.microsoft.us'],
	['usGovDod', 'https://login.microsoftonline.us', 'https://dod-graph.microsoft.us'],
	['china', 'https://login.chinacloudapi.cn', 'https://microsoftgraph.chinacloudapi.cn'],
])('%s', (cloud, login, graph) => {
	expect(cloudOf({ cloud })).toMatchObject({ login, graph });
});

test('these are all the clouds', () => {
	expect(Object.keys(CLOUDS)).toEqual(['global', 'usGov', 'usGovDod', 'china']);
});

test.each([{}, { cloud: undefined }, { cloud: 'atlantis' }])('%j means the global one', (given) => {
	expect(cloudOf(given)).toMatchObject({ graph: 'https://graph.microsoft.com' });
});

test('addresses of another cloud do not matter where one is named', () => {
	const given = { cloud: 'usGov', loginBaseUrl: 'https://x', graphBaseUrl: 'https://y' };
	expect(cloudOf(given)).toMatchObject({ graph: 'https://graph.microsoft.us' });
});

test.each([
	['https://graph.example', 'https://graph.example'],
	['https://graph.example/', 'https://graph.example'],
	['https://graph.example/v1.0', 'https://graph.example'],
	['https://graph.example/v1.0/', 'https://graph.example'],
	['https://graph.example/beta', 'https://graph.example'],
	['https://graph.example//', 'https://graph.example'],
	['  http://127.0.0.1:5000/ ', 'http://127.0.0.1:5000'],
	['https://example/graph/v1.0', 'https://example/graph'],
	['https://example/v1.0graph', 'https://example/v1.0graph'],
	['', ''],
	[undefined, ''],
	[null, ''],
])('custom %j is %j', (given, address) => {
	const credential = { cloud: 'custom', loginBaseUrl: given, graphBaseUrl: given };
	expect(cloudOf(credential)).toEqual({ login: address, graph: address });
});

describe('a token may be sent', () => {
	test.each([
		['https://graph.example', true],
		['https://graph.example:8443', true],
		['http://localhost:5000', true],
		['http://127.0.0.1:5000', true],
		['http://127.1.2.3', true],
		['http://[::1]:5000', true],
		['http://graph.example', false],
		['http://localhost.evil.example', false],
		['http://127.0.0.1.evil.example', false],
		['http://127.0.0.1@evil.example', false],
		['ftp://localhost', false],
		['graph.example', false],
		['', false],
	])('to %s: %s', (address, expected) => {
		expect(isProtected(address)).toBe(expected);
	});
});

describe('what some clouds lack', () => {
	test.each([
		['people', 'global', false],
		['people', 'usGov', false],
		['people', 'usGovDod', false],
		['people', 'china', true],
		['trending', 'global', false],
		['trending', 'usGov', true],
		['trending', 'usGovDod', true],
		['trending', 'china', true],
		['trending', 'custom', false],
	] as const)('%s in %s: %s', (feature, cloud, lacking) => {
		const name = cloudLacking(feature, { cloud });
		expect(name !== undefined).toBe(lacking);
		if (lacking) expect(name).toBe(CLOUDS[cloud as keyof typeof CLOUDS].name);
	});
});
