import type { INodeProperties } from 'n8n-workflow';

import {
	choicesOf,
	description,
	OPERATIONS,
	parameter,
	PROPERTIES,
} from '../../support/engine/description';

describe.each(OPERATIONS)('$id', ({ operation }) => {
	test('has a method and the path of a Graph request', () => {
		expect(operation.routing?.request?.method).toMatch(/^(GET|PATCH|PUT|DELETE)$/);
		expect(operation.routing?.request?.url).toMatch(/^\/(me|users)(\/[A-Za-z{}$]+)*$/);
		expect(operation.routing?.request?.baseURL).toBeUndefined();
	});

	test('goes through the transport, after one function that prepares it', () => {
		expect(operation.routing?.send?.paginate).toBe(true);
		expect(operation.routing?.send?.preSend).toHaveLength(1);
		expect(operation.routing?.operations).toBeUndefined();
	});

	test('shapes its output with functions only: the transport runs nothing else', () => {
		for (const action of operation.routing?.output?.postReceive ?? []) {
			expect(typeof action).toBe('function');
		}
	});

	test('says what it does', () => {
		expect(operation.action).toBeTruthy();
		expect(operation.description).toBeTruthy();
	});
});

const UNKNOWN_OPERATION = { send: { paginate: true, preSend: [expect.any(Function)] } };

test('nothing but operations routes: parameters are read by the functions', () => {
	for (const { property } of PROPERTIES) {
		// Refuses an operation that is none: nothing else would.
		if (property.name === 'resource') expect(property.routing).toEqual(UNKNOWN_OPERATION);
		else expect(property.routing).toBeUndefined();
		if (property.name === 'operation') continue;
		for (const choice of choicesOf(property)) expect(choice.routing).toBeUndefined();
	}
});

test('who is asked about is asked for', () => {
	const shown = parameter('user').displayOptions?.show ?? {};
	for (const { id, resource, operation } of OPERATIONS) {
		const wanted = String(operation.routing?.request?.url).includes('{user}');
		const offered =
			shown.resource?.includes(resource) === true &&
			shown.operation?.includes(operation.value) === true;
		expect([id, offered]).toEqual([id, wanted]);
	}
});

describe('where something is shown', () => {
	const values = (name: string): unknown[] =>
		description.properties
			.filter((property) => property.name === name)
			.flatMap((property) =>
				property.type === 'boolean' ? [true, false] : choicesOf(property).map(({ value }) => value),
			);

	/** Conditions that name what is not there. */
	function wrong({ displayOptions }: Pick<INodeProperties, 'displayOptions'>): string[] {
		return Object.entries(displayOptions?.show ?? {}).flatMap(([name, shown]) =>
			(shown ?? [])
				.filter((value) => !values(name.replace(/^\//, '')).includes(value))
				.map((value) => `${name}=${String(value)}`),
		);
	}

	test.each(PROPERTIES)('$path names only what is there', ({ property }) => {
		expect(wrong(property)).toEqual([]);
		for (const choice of choicesOf(property)) expect(wrong(choice)).toEqual([]);
	});

	test('each resource starts with an operation that it has', () => {
		expect(values('resource')).toContain(parameter('resource').default);
		for (const property of description.properties) {
			if (property.name !== 'operation') continue;
			expect(choicesOf(property).map(({ value }) => value)).toContain(property.default);
		}
	});

	test.each(
		PROPERTIES.filter(
			({ property }) => property.type === 'options' && property.name !== 'operation',
		),
	)('$path starts with one of its choices', ({ property }) => {
		expect(choicesOf(property).map(({ value }) => value)).toContain(property.default);
	});
});
