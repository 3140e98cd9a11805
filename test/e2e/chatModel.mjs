// A stand-in for a chat model behind an OpenAI-style chat completions endpoint: it says what a script has it say,
// and keeps what it was sent.
import { createServer } from 'node:http';
import { once } from 'node:events';

/**
 * @param script called with the messages and tools of each request; returns `{ call: { name, args } }`, `{ calls: [...] }` or `{ say: text }`
 * @returns `{ url, requests, close }`
 */
export async function startChatModel(script) {
	const requests = [];
	const server = createServer((request, response) => {
		answer(request, response).catch((error) => {
			response.writeHead(500, { 'content-type': 'application/json' });
			response.end(JSON.stringify({ error: { message: error.message } }));
		});
	});
	async function answer(request, response) {
		let text = '';
		for await (const chunk of request.setEncoding('utf8')) text += chunk;
		if (request.method !== 'POST' || !request.url.endsWith('/chat/completions')) {
			response.writeHead(404).end();
			return;
		}
		const body = JSON.parse(text);
		requests.push(body);
		const message = messageOf(script(body), requests.length);
		if (body.stream) stream(response, body.model, message);
		else {
			response.writeHead(200, { 'content-type': 'application/json' });
			response.end(JSON.stringify(completion(body.model, message)));
		}
	}
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		url: `http://127.0.0.1:${server.address().port}/v1`,
		requests,
		async close() {
			server.closeAllConnections();
			server.close();
			await once(server, 'close');
		},
	};
}

function messageOf({ call, calls = call ? [call] : [], say }, number) {
	if (calls.length === 0) return { role: 'assistant', content: say };
	return {
		role: 'assistant',
		content: null,
		tool_calls: calls.map(({ name, args }, index) => ({
			id: `call_${number}_${index}`,
			type: 'function',
			function: { name, arguments: JSON.stringify(args) },
		})),
	};
}

const base = (model, object) => ({ id: 'chatcmpl-1', object, created: 1, model });
const reason = (message) => (message.tool_calls ? 'tool_calls' : 'stop');

const completion = (model, message) => ({
	...base(model, 'chat.completion'),
	choices: [{ index: 0, message, finish_reason: reason(message) }],
	usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
});

function stream(response, model, message) {
	response.writeHead(200, { 'content-type': 'text/event-stream' });
	const delta = {
		...message,
		...(message.tool_calls && {
			tool_calls: message.tool_calls.map((toolCall, index) => ({ index, ...toolCall })),
		}),
	};
	for (const choice of [
		{ index: 0, delta, finish_reason: null },
		{ index: 0, delta: {}, finish_reason: reason(message) },
	])
		response.write(
			`data: ${JSON.stringify({ ...base(model, 'chat.completion.chunk'), choices: [choice] })}\n\n`,
		);
	response.end('data: [DONE]\n\n');
}
