/** Names that saved workflows depend on. */
import codex from '../../../nodes/Office365Users/Office365Users.node.json';
import { USER_PROPERTY_NAMES } from '../../../nodes/Office365Users/users/userProperties';
import { name as packageName } from '../../../package.json';
import {
	choicesOf,
	description,
	OPERATIONS,
	parameter,
	placed,
	PROPERTIES,
} from '../../support/engine/description';

// Operations and their methods: saved workflows hold these names.
const METHODS: Record<string, string[]> = {
	'get:myProfile': ['GET'],
	'get:userProfile': ['GET'],
	'get:manager': ['GET'],
	'get:directReports': ['GET'],
	'get:managementChain': ['GET'],
	'search:users': ['GET'],
	'search:changes': ['GET'],
	'update:user': ['PATCH'],
	'update:myProfile': ['PATCH'],
	'update:manager': ['PUT', 'DELETE'],
	'update:sync': ['PATCH'],
	'photo:get': ['GET'],
	'photo:getMetadata': ['GET'],
	'photo:updateMine': ['PUT'],
	'photo:update': ['PUT'],
	'photo:delete': ['DELETE'],
	'trending:myDocuments': ['GET'],
	'trending:userDocuments': ['GET'],
	'people:myPeople': ['GET'],
	'people:relevantPeople': ['GET'],
};
const SHOWN_AS: Record<string, string> = {
	'get:myProfile': 'Get My Profile',
	'get:userProfile': 'Get User Profile',
	'get:manager': 'Get Manager',
	'get:directReports': 'Get Direct Reports',
	'get:managementChain': 'Get Management Chain',
	'search:users': 'Search Users',
	'search:changes': 'Get Changed Users',
	'update:user': 'Update User',
	'update:myProfile': 'Update My Profile',
	'update:manager': 'Set Manager',
	'update:sync': 'Sync Users',
	'photo:get': 'Get Photo',
	'photo:getMetadata': 'Get Photo Metadata',
	'photo:updateMine': 'Update My Photo',
	'photo:update': 'Update User Photo',
	'photo:delete': 'Delete Photo',
	'trending:myDocuments': 'Get My Trending Documents',
	'trending:userDocuments': 'Get Trending Documents',
	'people:myPeople': 'Get My Relevant People',
	'people:relevantPeople': 'Get Relevant People',
};
// Parameters: saved workflows hold these names.
const PARAMETERS = [
	'resource',
	'operation',
	'authentication',
	'user',
	'selectFields',
	'searchTerm',
	'returnAll',
	'limit',
	'updateFields',
	'clearFields',
	'managerAction',
	'manager',
	'columns',
	'binaryPropertyName',
	'state',
	'deltaLink',
	'options',
];
const OPTIONS = [
	'filter',
	'orderBy',
	'search',
	'outputFormat',
	'ifNotFound',
	'size',
	'contentType',
	'documentType',
	'containerType',
	'searchMode',
	'returnUser',
	'batchRequests',
	'maxRetries',
	'emptyValues',
	'onlyIfChanged',
	'dryRun',
	'maxChanges',
	'returnUnchanged',
	'unknownColumns',
	'memberOf',
	'includeNested',
	'inactiveForDays',
	'countOnly',
	'conditions',
	'matchConditions',
	'firstRound',
	'onlyChangedFields',
	'includeManager',
	'repeatLastRound',
	'startOver',
];
// What a condition is made of.
const CONDITION = ['field', 'operator', 'value'];

test('the node', () => {
	expect(description).toMatchObject({
		name: 'office365Users',
		displayName: 'Office 365 Users',
		version: 1,
		usableAsTool: true,
	});
	// Without it n8n does not run a node that has methods as a declarative one.
	expect(description.requestDefaults).toBeDefined();
	expect(typeof description.requestOperations?.pagination).toBe('function');
});

test('its credentials', () => {
	for (const { name } of description.credentials ?? []) {
		expect(['office365UsersOAuth2Api', 'office365UsersAppApi']).toContain(name);
	}
	expect(description.credentials?.[0].name).toBe('office365UsersOAuth2Api');
});

test('its entry in the list of nodes', () => {
	expect(codex).toMatchObject({
		node: packageName,
		nodeVersion: '1.0',
		codexVersion: '1.0',
	});
	expect(codex.categories.length).toBeGreaterThan(0);
	expect(codex.resources.primaryDocumentation[0].url).toMatch(/^https:/);
	expect(codex.resources.credentialDocumentation[0].url).toMatch(/^https:/);
});

test('each resource has operations, and each operation has a resource', () => {
	const resources = choicesOf(parameter('resource')).map(({ value }) => value);
	expect(new Set(resources).size).toBe(resources.length);
	expect([...new Set(OPERATIONS.map(({ resource }) => resource))].sort()).toEqual(resources.sort());
});

test('no operation exists twice', () => {
	const ids = OPERATIONS.map(({ id }) => id);
	expect(new Set(ids).size).toBe(ids.length);
});

test.each(OPERATIONS)(
	'$id is one of the agreed operations, with its label',
	({ id, operation }) => {
		expect(Object.keys(METHODS)).toContain(id);
		expect(operation.name).toBe(SHOWN_AS[id]);
		expect(METHODS[id]).toContain(operation.routing?.request?.method);
	},
);

test.each(description.properties.filter(({ type }) => type !== 'notice'))(
	'the parameter $name is one of those agreed',
	({ name }) => {
		expect(PARAMETERS).toContain(name);
	},
);

test.each(placed([parameter('options')]).slice(1))(
	'the option $property.name is one of those agreed',
	({ path, property }) => {
		const agreed = path.startsWith('options.conditions.') ? CONDITION : OPTIONS;
		expect(agreed).toContain(property.name);
	},
);

test('every parameter exists once: each one is evaluated for every item', () => {
	const twice = description.properties
		.map(({ name }) => name)
		.filter((name, index, all) => all.indexOf(name) !== index)
		.filter((name) => name !== 'operation');
	// The one that has two labels: Input and Output Data Field Name.
	expect(twice.filter((name) => name !== 'binaryPropertyName')).toEqual([]);
	expect(twice.length).toBeLessThanOrEqual(1);
});

test.each(PROPERTIES.filter(({ property }) => property.type === 'collection'))(
	'nothing occurs twice in $path',
	({ property }) => {
		const names = (property.options ?? []).map(({ name }) => name);
		expect(names).toEqual([...new Set(names)]);
	},
);

test.each(
	PROPERTIES.filter(({ property }) => property.name !== 'operation' && choicesOf(property).length),
)('no choice occurs twice in $path', ({ property }) => {
	for (const key of ['value', 'name'] as const) {
		const all = choicesOf(property).map((choice) => choice[key]);
		expect(all).toEqual([...new Set(all)]);
	}
});

test("the fields to choose from are Graph's", () => {
	const values = choicesOf(parameter('selectFields')).map(({ value }) => value);
	expect(values.length).toBeGreaterThan(31);
	for (const value of values) expect(USER_PROPERTY_NAMES).toContain(value);
});
