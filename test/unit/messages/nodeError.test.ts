import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { InvalidParameterError } from '../../../nodes/Office365Users/checks/invalidParameterError';
import { GraphError } from '../../../nodes/Office365Users/transport/graphError';
import { ConnectionError } from '../../../nodes/Office365Users/transport/http';
import { failedItem, nodeError } from '../../../nodes/Office365Users/messages/nodeError';
import { itemContext } from '../../support/engine/contexts';
import { FORBIDDEN_WORDS } from '../../support/forbiddenWords';
import { userRef } from '../../../nodes/Office365Users/users/userRef';

const context = itemContext();
const reported = (error: unknown, user?: string): NodeApiError | NodeOperationError => {
	const graph = { maxRetries: 8, ...(user ? { user: userRef(user, 'User') } : {}) };
	return nodeError(context, error, { graph, query: {}, path: '/users/x' }, 7);
};

describe('an error response from Graph', () => {
	test.each([400, 401, 403, 404, 405, 409, 429, 500, 501, 502, 503, 504])(
		'%i keeps our message: no standard text of n8n replaces it',
		(status) => {
			const error = reported(
				new GraphError(status, 'Code', 'Words of Graph'),
				'nathan@contoso.com',
			);
			expect(error).toBeInstanceOf(NodeApiError);
			expect(error.message).toMatch(/Microsoft|'User'|signed-in/);
			expect(error.description).toContain('Words of Graph');
			expect((error as NodeApiError).httpCode).toBe(String(status));
			expect(error.context.itemIndex).toBe(7);
		},
	);

	test.each(['remoteaccess@contoso.com', 'getaddrinfo@contoso.com', 'x.enoent@contoso.com'])(
		'%s, a name in which n8n would see a code of its own, is named',
		(user) => {
			const error = reported(new GraphError(404, 'Request_ResourceNotFound', ''), user);
			expect(error.message).toContain(user);
		},
	);

	test('carries nothing of the request or the response', () => {
		const secret = new GraphError(403, 'Code', 'Words', 'r-1', 'date', {
			'set-cookie': 'the-secret',
		});
		const error = reported(secret);
		const everything = JSON.stringify([error, { ...error }, error.cause, error.context]);
		expect(everything).not.toContain('the-secret');
	});
});

test.each(['ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'ECONNREFUSED'])(
	'no response (%s): the server is named, in our message',
	(code) => {
		const error = reported(new ConnectionError(code, 'graph.microsoft.com'));
		expect(error.message).toContain('graph.microsoft.com');
		expect(error.message).toContain(code);
		expect(error.message).not.toMatch(FORBIDDEN_WORDS);
		expect(error.context.itemIndex).toBe(7);
	},
);

describe('a value that cannot be used', () => {
	test('is a NodeOperationError with the item', () => {
		const error = reported(new InvalidParameterError("'Limit' is 0", 'Give more'));
		expect(error).toBeInstanceOf(NodeOperationError);
		expect(error).toMatchObject({ message: "'Limit' is 0", description: 'Give more' });
		expect(error.context.itemIndex).toBe(7);
	});

	test('is shown as given, even if n8n would see one of its codes in it', () => {
		const message = `'User' is "eacces", which is neither a user principal name nor an ID`;
		expect(reported(new InvalidParameterError(message)).message).toBe(message);
	});
});

describe('what is left to n8n to explain', () => {
	test("n8n's own error keeps its message, and each item gets its own error", () => {
		const own = new NodeApiError(context.getNode(), { message: 'Needs to be reconnected' });
		const [error, another] = [reported(own), reported(own)];
		expect(error).toBeInstanceOf(NodeApiError);
		expect(error.message).toBe(own.message);
		expect(error.stack).toBe(own.stack);
		expect(error.context.itemIndex).toBe(7);
		error.message += ' (3 of 40 users were updated before this)';
		expect([own.message, another.message]).toEqual([another.message, own.message]);
		expect(own.context.itemIndex).toBeUndefined();
	});

	test('anything else is wrapped', () => {
		const error = reported(new TypeError('x is not a function'));
		expect(error).toBeInstanceOf(NodeOperationError);
		expect(error.message).toBe('x is not a function');
		expect(error.context.itemIndex).toBe(7);
	});
});

describe('as an item', () => {
	test('message and details only, so that n8n adds the fields of the input', () => {
		const error = reported(new GraphError(403, 'Code', 'Words', 'r-1', 'some day'));
		expect(failedItem(error)).toEqual({
			json: {
				error: error.message,
				details: { code: 'Code', statusCode: 403, requestId: 'r-1', date: 'some day' },
			},
		});
	});

	test.each([new TypeError('x'), new InvalidParameterError('x'), new GraphError(404, 'x', 'x')])(
		'no two items share an object ($name)',
		(failure) => {
			const shared = reported(failure);
			const [one, other] = [failedItem(shared), failedItem(shared)];
			expect(one).toEqual(other);
			expect(one.json.details).not.toBe(other.json.details);
			const next = failedItem(reported(new InvalidParameterError('y')));
			expect(next.json.details).not.toBe(one.json.details);
		},
	);

	test('without a response the details are there but empty', () => {
		const item = failedItem(reported(new TypeError('x')));
		expect(item.json.details).toEqual({
			code: null,
			statusCode: null,
			requestId: null,
			date: null,
		});
	});
});
