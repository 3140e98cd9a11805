// Who may import whom, run by `npm run lint` over nodes/, credentials/ and sandbox/tenant/ (`import type` counts).
// test/unit/importRules.test.ts breaks each rule once.

const node = 'nodes/Office365Users';

/** The folders of the node from top to bottom: each may import itself and what stands below it, but not its neighbour. */
const floors = [
	['Office365Users.node.ts'],
	['listSearch/'],
	['resources/'],
	['parameters/'],
	['execution/'],
	['messages/'],
	['users/'],
	['transport/', 'checks/'],
];

/** These also import credentials/entra, which imports nothing of nodes/. */
const importEntra = ['execution/', 'messages/'];

/** These know nothing of n8n, not even its types. */
const withoutN8n = ['users/', 'transport/', 'checks/'];

const ours = '^(nodes|credentials|sandbox|test)/';
/** A package, as resolved in node_modules or as written where it is not installed. */
const packages = (names) => `(^|/node_modules/|^node_modules/)(${names})(/|$)`;
const starting = (paths) => `^(${paths.join('|').replaceAll('.', '\\.')})`;
const inNode = (rooms) => rooms.map((room) => `${node}/${room}`);

const floorRules = floors.flatMap((rooms, floor) =>
	rooms.map((room) => {
		const below = [room, ...floors.slice(floor + 1).flat()];
		const entra = importEntra.includes(room) ? ['credentials/entra/'] : [];
		return {
			name: `floor: ${room}`,
			comment: `${room} may import only ${[...below, ...entra].join(', ')}`,
			severity: 'error',
			from: { path: starting(inNode([room])) },
			to: { path: ours, pathNot: starting([...inNode(below), ...entra]) },
		};
	}),
);

const onNoFloor = { path: '^nodes/', pathNot: starting(inNode(floors.flat())) };
const withoutFloor = 'Every file of the node belongs in a folder that is in the list of floors.';

const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

export default {
	forbidden: [
		rule('no circle', 'Move what both need to a file of its own.', {}, { circular: true }),
		...floorRules,
		rule('a floor for every file', withoutFloor, {}, onNoFloor),
		rule('a floor for every file', withoutFloor, onNoFloor, {}),
		rule(
			'resources apart',
			'What two resources need belongs in parameters/ or below.',
			{ path: `^${node}/resources/([^/]+)/` },
			{ path: `^${node}/resources/[^/]+/`, pathNot: `^${node}/resources/$1/` },
		),
		rule(
			'without n8n',
			`${withoutN8n.join(', ')} know nothing of n8n.`,
			{ path: starting(inNode(withoutN8n)) },
			{ path: packages('n8n-[^/]+|@n8n/[^/]+') },
		),
		rule(
			'one place for MSAL',
			'Only credentials/entra/msal.ts imports @azure/msal-node.',
			{ pathNot: '^credentials/entra/msal\\.ts$' },
			{ path: packages('@azure/msal-[^/]+') },
		),
		rule(
			'credentials on their own',
			'The credentials import nothing of the node, the sandbox or the tests.',
			{ path: '^credentials/' },
			{ path: ours, pathNot: '^credentials/' },
		),
		rule(
			'the tenant on its own',
			'The simulated tenant knows nothing of the node.',
			{ path: '^sandbox/tenant/' },
			{ path: ours, pathNot: '^sandbox/tenant/' },
		),
	],
	options: {
		tsPreCompilationDeps: true,
		doNotFollow: { path: 'node_modules' },
		exclude: { path: '^sandbox/tenant/node_modules/' },
	},
};
