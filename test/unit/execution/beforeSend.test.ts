import type { IHttpRequestOptions, INodeParameters } from 'n8n-workflow';

import { InvalidParameterError } from '../../../nodes/Office365Users/checks/invalidParameterError';
import { beforeSend } from '../../../nodes/Office365Users/execution/beforeSend';
import {
	DEFAULT_MAX_RETRIES,
	type GraphRequestOptions,
	type Step,
} from '../../../nodes/Office365Users/execution/request';
import { Run } from '../../../nodes/Office365Users/execution/run';
import { itemContext } from '../../support/engine/contexts';
import { bareRequest } from '../../support/engine/steps';

async function prepared(parameters: INodeParameters, ...steps: Step[]) {
	const context = itemContext({ parameters });
	const [action, ...more] = beforeSend(...steps);
	expect(more).toEqual([]);
	const request = (await action.call(
		context,
		bareRequest() as IHttpRequestOptions,
	)) as GraphRequestOptions;
	return { request, context };
}

const path =
	(piece: string): Step =>
	(request) => {
		request.url += piece;
	};

test('the steps change the request in order, asynchronous ones included', async () => {
	const slow: Step = async (request) => {
		await Promise.resolve();
		request.url += '/2';
	};
	const { request } = await prepared({}, path('/1'), slow, path('/3'));
	expect(request.url).toBe('/users/{user}/manager/1/2/3');
	expect(request.graph).toMatchObject({
		maxRetries: DEFAULT_MAX_RETRIES,
		batches: true,
	});
});

test('the item belongs to a run from then on', async () => {
	const { request } = await prepared({});
	expect(request.graph.run).toBeInstanceOf(Run);
});

test('evaluated options are passed on', async () => {
	let seen: unknown;
	const look: Step = (_, options) => {
		seen = options;
	};
	await prepared({ options: { maxRetries: '={{ 1 + 2 }}' } }, look);
	expect(seen).toEqual({ maxRetries: 3 });
});

describe('a step that refuses', () => {
	test.each([
		['at once', () => Promise.resolve().then(() => undefined), true],
		['later', () => Promise.resolve(), false],
	])('%s: nothing is thrown, the reason is kept, later steps are skipped', async (_, wait, now) => {
		const refused = new InvalidParameterError("'Limit' is 0");
		const refuse: Step = now
			? () => {
					throw refused;
				}
			: async () => {
					await wait();
					throw refused;
				};
		const { request } = await prepared({}, refuse, path('/never'));
		expect(request.graph.refusal).toBe(refused);
		expect(request.url).not.toContain('never');
	});

	test('anything may be thrown', async () => {
		const thrown: unknown = 'a text';
		const { request } = await prepared({}, () => {
			throw thrown;
		});
		expect(request.graph.refusal).toEqual(new Error('a text'));
	});
});

test('an expression that n8n cannot evaluate is a refusal as well', async () => {
	const { request } = await prepared({ options: { filter: '={{ $json.a.b.c() }}' } });
	expect(request.graph.refusal ?? request.qs).toBeDefined();
});
