/**
 * The output schemas, from which n8n shows fields before the first run: one for each operation, and
 * each describes what the operation really returns.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { resolveOutputSchemaPath } from 'n8n-core';
import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { RESOURCES } from '../../nodes/Office365Users/resources';
import { picture, withFile } from '../support/engine/images';
import {
	BOTH_PATHS,
	itemsFor,
	type SignIn,
	userOfItem,
	Workbench,
} from '../support/engine/workbench';

const NODE_FOLDER = join(__dirname, '../../nodes/Office365Users');
const bench = new Workbench({ users: 200 });

interface Schema {
	type: string | string[];
	properties?: Record<string, Schema>;
	items?: Schema;
	/** There are further names, which depend on the input. */
	additionalProperties?: boolean;
}

/** As n8n finds it. */
function schemaOf(resource: string, operation: string): Schema {
	const file = resolveOutputSchemaPath({ nodeDir: NODE_FOLDER, version: 1, resource, operation });
	return JSON.parse(readFileSync(file as string, 'utf8')) as Schema;
}

const typeOf = (value: unknown): string =>
	value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;

/** Where the value deviates from the schema. */
function deviations(value: unknown, schema: Schema, path = ''): string[] {
	const type = typeOf(value);
	if (![schema.type].flat().includes(type)) return [`${path} is ${type}, not ${schema.type}`];
	if (type === 'object') {
		return Object.entries(value as IDataObject).flatMap(([name, member]) => {
			const own = schema.properties?.[name];
			if (own) return deviations(member, own, `${path}.${name}`);
			return schema.additionalProperties ? [] : [`${path}.${name} is not named`];
		});
	}
	if (type === 'array' && schema.items) {
		const { items } = schema;
		return (value as unknown[]).flatMap((entry) => deviations(entry, items, `${path}[]`));
	}
	return [];
}

/** Every name in the schema. */
const named = ({ properties, items }: Schema, path = ''): string[] => [
	...Object.entries(properties ?? {}).flatMap(([name, member]) => [
		`${path}.${name}`,
		...named(member, `${path}.${name}`),
	]),
	...(items ? named(items, `${path}[]`) : []),
];

/** Every name in the value. */
function present(value: unknown, path = ''): string[] {
	if (Array.isArray(value)) return value.flatMap((entry) => present(entry, `${path}[]`));
	if (typeOf(value) !== 'object') return [];
	return Object.entries(value as IDataObject).flatMap(([name, member]) => [
		`${path}.${name}`,
		...present(member, `${path}.${name}`),
	]);
}

interface Case {
	parameters: INodeParameters;
	items?: INodeExecutionData[];
	signIn?: SignIn;
	/** The status of a refusal that belongs to it. */
	refusal?: number;
	/** Results of earlier runs that belong to it. */
	earlier?: IDataObject[];
}

/** Runs of each operation whose results hold everything that it can return. */
const CASES: Record<string, () => Case | Promise<Case>> = {
	'get userProfile': () => {
		const { alice, bareMinimum, noSharePoint, umlaut } = bench.tenant.cast;
		return {
			parameters: { user: userOfItem },
			items: itemsFor(...[alice, bareMinimum, umlaut, noSharePoint].map(({ id }) => id)),
			refusal: 403,
		};
	},
	'get myProfile': () => ({ parameters: {}, signIn: { as: bench.tenant.cast.bareMinimum } }),
	'get manager': () => {
		const { alice, umlaut } = bench.tenant.cast;
		return { parameters: { user: userOfItem }, items: itemsFor(alice.id, umlaut.id) };
	},
	'get directReports': () => ({
		parameters: { user: userOfItem, returnAll: true },
		items: itemsFor(bench.tenant.cast.manyReports.id),
	}),
	'get managementChain': () => ({
		parameters: { user: userOfItem },
		items: itemsFor(bench.tenant.cast.alice.id, bench.tenant.cast.umlaut.id),
	}),
	'search changes': async () => {
		const { alice, umlaut } = bench.tenant.cast;
		const options = { includeManager: true };
		const changes = { resource: 'search', operation: 'changes', state: 'item', options };
		const earlier = await bench.results(changes);
		await bench.tenant.control('DELETE', `/users/${alice.id}`);
		await bench.tenant.control('PATCH', `/users/${umlaut.id}`, { managerId: null });
		return {
			parameters: { state: 'item', deltaLink: earlier.at(-1)?.deltaLink as string, options },
			earlier,
		};
	},
	'search users': () => ({ parameters: { returnAll: true } }),
	'photo get': () => {
		const { alice, noPhoto } = bench.tenant.cast;
		return {
			parameters: { user: userOfItem, options: { ifNotFound: 'returnEmpty' } },
			items: itemsFor(alice.id, noPhoto.id),
			refusal: 404,
		};
	},
	'photo getMetadata': () => {
		const { alice, noPhoto } = bench.tenant.cast;
		return {
			parameters: { user: userOfItem },
			items: itemsFor(alice.id, noPhoto.id),
			refusal: 404,
		};
	},
	'photo update': async () => ({
		parameters: { user: userOfItem },
		items: [withFile(await picture(90, 90), { json: { user: bench.tenant.cast.alice.id } })],
	}),
	'photo updateMine': async () => ({
		parameters: {},
		items: [withFile(await picture(90, 90))],
	}),
	'photo delete': () => ({
		parameters: { user: userOfItem },
		items: itemsFor(bench.tenant.cast.alice.id),
	}),
	'trending myDocuments': () => ({ parameters: { returnAll: true } }),
	'trending userDocuments': () => ({
		parameters: { user: userOfItem, returnAll: true },
		items: itemsFor(bench.tenant.cast.alice.id),
	}),
	'people myPeople': () => ({ parameters: { returnAll: true } }),
	'people relevantPeople': () => ({
		parameters: { user: userOfItem, returnAll: true },
		items: itemsFor(bench.tenant.cast.alice.id),
	}),
	'update user': () => ({
		parameters: {
			user: userOfItem,
			updateFields: { jobTitle: 'Painter' },
			clearFields: ['department'],
		},
		items: itemsFor(bench.tenant.cast.alice.id),
	}),
	'update sync': () => {
		const { alice, umlaut } = bench.tenant.cast;
		return {
			parameters: {
				columns: { mappingMode: 'autoMapInputData', value: null, matchingColumns: ['id'] },
				options: { emptyValues: 'clear' },
			} as unknown as INodeParameters,
			items: [
				{ json: { id: alice.id, jobTitle: 'Painter', businessPhones: [], accountEnabled: true } },
				{ json: { id: umlaut.id, jobTitle: '' } },
			],
		};
	},
	'update myProfile': () => ({
		parameters: { updateFields: { aboutMe: 'Painter' }, clearFields: ['mySite'] },
	}),
	'update manager': () => {
		const { alice, umlaut, ceo } = bench.tenant.cast;
		return {
			parameters: {
				user: userOfItem,
				managerAction: `={{ $json.user === "${umlaut.id}" ? "remove" : "assign" }}`,
				manager: { __rl: true, mode: 'id', value: ceo.id },
			},
			items: itemsFor(alice.id, umlaut.id),
		};
	},
};

const operations = RESOURCES.flatMap((resource) =>
	resource.operations.map(({ value }) => [resource.value, value] as const),
);

it('has a run for each operation', () => {
	expect(Object.keys(CASES)).toEqual(
		expect.arrayContaining(operations.map((names) => names.join(' '))),
	);
});

describe.each(operations)('%s %s', (resource, operation) => {
	it.each(BOTH_PATHS)(
		'returns what its schema says, all of it and nothing else, over %s',
		async (path) => {
			const {
				parameters,
				items,
				signIn,
				refusal,
				earlier = [],
			} = await CASES[`${resource} ${operation}`]();
			if (refusal !== undefined) bench.expectRefusal(refusal);
			const last = await bench.results(
				{ resource, operation, ...parameters },
				{ path, items, signIn },
			);
			const results = [...earlier, ...last];
			expect(results.length).toBeGreaterThan(0);
			const schema = schemaOf(resource, operation);
			expect([...new Set(results.flatMap((result) => deviations(result, schema)))]).toEqual([]);
			const names = new Set(results.flatMap((result) => present(result)));
			expect(named(schema).filter((name) => !names.has(name))).toEqual([]);
		},
	);
});
