import { cloudOf, CLOUDS } from '../../../credentials/entra/clouds';

// graph-facts 5.
test.each([
	['global', 'https://login.microsoftonline.com', 'https://graph.microsoft.com'],
	['usGov', 'https://login.microsoftonline.us', 'https://graph.microsoft.us'],
	['usGovDod', 'https://login.microsoftonline.us', 'https://dod-graph.microsoft.us'],
	['china', 'https://login.chinacloudapi.cn', 'https://microsoftgraph.chinacloudapi.cn'],
])('%s', (cloud, login, graph) => {
	expect(cloudOf({ cloud })).toMatchObject({ login, graph });
});

test('these are all there are', () => {
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
