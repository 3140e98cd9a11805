// The app credential in a real n8n, against the sandbox tenant over HTTPS: node test/e2e/appCredential.mjs
// Imports it through n8n's command line, tests it and runs workflows with it over n8n's own interface. Wants `npm run build` before.
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startNode, stopAll, whileRunning } from '../../sandbox/children.mjs';
import { importCredentials, importWorkflows } from '../../sandbox/n8n/commands.mjs';
import { n8nEnvironment } from '../../sandbox/n8n/environment.mjs';
import { putNodeInPlace } from '../../sandbox/n8n/nodePackage.mjs';
import { ownerLogin, signIn } from '../../sandbox/n8n/owner.mjs';
import { run } from '../../sandbox/n8n/runs.mjs';
import { startN8n } from '../../sandbox/n8n/server.mjs';
import { tenantDir } from '../../sandbox/paths.mjs';
import { freePort } from '../../sandbox/ports.mjs';

const ITEMS = 200;
const userFolder = mkdtempSync(join(tmpdir(), 'office365-users-e2e-'));
const checks = [];
const check = (what, found, wanted) => {
	const isRight = wanted instanceof RegExp ? wanted.test(found) : found === wanted;
	checks.push(isRight);
	process.stdout.write(`${isRight ? 'ok ' : 'NOT'}  ${what}: ${found}\n`);
};

async function startTenant() {
	let announce;
	const announced = new Promise((resolve) => (announce = resolve));
	const program = startNode(
		'the tenant',
		[join(tenantDir, 'main.ts'), '--users', String(ITEMS), '--tls'],
		{
			cwd: tenantDir,
			logFile: join(userFolder, 'tenant.log'),
			onLine: (line) => line.startsWith('{"graph"') && announce(JSON.parse(line)),
		},
	);
	const tenant = await whileRunning(program, announced);
	const control = async (method, path, body) => {
		const response = await fetch(`${tenant.control}${path}`, {
			method,
			...(body
				? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
				: {}),
		});
		const text = await response.text();
		return text ? JSON.parse(text) : undefined;
	};
	const signIns = async () =>
		(await control('GET', '/log')).filter(({ origin }) => origin === 'login').length;
	return { ...tenant, signIns, controlled: control };
}

function certificate() {
	const key = join(userFolder, 'key.pem');
	const cert = join(userFolder, 'certificate.pem');
	const made = `req -x509 -newkey rsa:2048 -nodes -days 365 -subj /CN=n8n -keyout ${key} -out ${cert}`;
	execFileSync('openssl', made.split(' '), { stdio: 'pipe' });
	return { certificate: readFileSync(cert, 'utf8'), privateKey: readFileSync(key, 'utf8') };
}

const credential = (tenant, name, data) => ({
	id: name.replace(/\W/g, '').slice(0, 16),
	name,
	type: 'office365UsersAppApi',
	data: {
		cloud: 'custom',
		loginBaseUrl: tenant.login,
		graphBaseUrl: tenant.graph,
		tenantId: tenant.tenantId,
		...data,
	},
});

/** As many items as there are users, each read by its ID. */
const workflow = ({ id, name }) => ({
	id: `workflow${id}`.slice(0, 16),
	name: `With ${name}`,
	active: false,
	settings: { executionOrder: 'v1' },
	nodes: [
		node('Trigger', 'n8n-nodes-base.manualTrigger', 1, {}),
		node('Everyone', 'n8n-nodes-office365-users.office365Users', 1, {
			authentication: 'appOnly',
			resource: 'search',
			operation: 'users',
			returnAll: true,
			selectFields: ['displayName'],
		}),
		node('Each', 'n8n-nodes-office365-users.office365Users', 1, {
			authentication: 'appOnly',
			resource: 'get',
			operation: 'userProfile',
			user: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
			selectFields: ['mail', 'jobTitle'],
		}),
	].map((one) =>
		one.type.includes('office365')
			? { ...one, credentials: { office365UsersAppApi: { id, name } } }
			: one,
	),
	connections: {
		Trigger: { main: [[{ node: 'Everyone', type: 'main', index: 0 }]] },
		Everyone: { main: [[{ node: 'Each', type: 'main', index: 0 }]] },
	},
});
const node = (name, type, typeVersion, parameters) => ({
	id: randomUUID(),
	name,
	type,
	typeVersion,
	position: [0, 0],
	parameters,
});

async function main() {
	const tenant = await startTenant();
	const { apps } = await tenant.controlled('GET', '/cast');
	const { clientId, clientSecret } = apps.appOnly;
	const pem = certificate();
	await tenant.controlled('POST', `/apps/${clientId}/certificates`, { pem: pem.certificate });

	const good = credential(tenant, 'By secret', { clientId, clientSecret });
	const signed = credential(tenant, 'By certificate', { clientId, method: 'certificate', ...pem });
	const wrong = credential(tenant, 'Wrong secret', { clientId, clientSecret: 'not~the.right-one' });
	const common = credential(tenant, 'Tenant common', {
		clientId,
		clientSecret,
		tenantId: 'common',
	});
	const all = [good, signed, wrong, common];

	const env = {
		...n8nEnvironment({ userFolder, port: await freePort(), brokerPort: await freePort() }),
		NODE_EXTRA_CA_CERTS: tenant.caFile,
	};
	putNodeInPlace(userFolder);
	await importCredentials(all, { env });
	const workflows = [good, signed, wrong].map((one) => workflow(one));
	await importWorkflows(workflows, { env });
	const n8n = await startN8n({ env });
	const request = await signIn(n8n.local, ownerLogin(userFolder));

	const test = async ({ id, name, type }) => {
		const stored = await request('GET', `/credentials/${id}?includeData=true`);
		const credentials = { id, name, type, data: stored.data };
		const { status, message } = await request('POST', '/credentials/test', { credentials });
		return `${status}: ${message}`;
	};
	const runs = async (one) => {
		const started = Date.now();
		const rows = await run({ ...n8n, request }, one).catch((error) => error.message);
		return { rows, ms: Date.now() - started };
	};

	let before = await tenant.signIns();
	const [bySecret, byCertificate, byWrong] = workflows;
	const first = await runs(bySecret);
	check(`${ITEMS} users read by their IDs, by secret (${first.ms} ms)`, first.rows.length, ITEMS);
	check('  each with its mail', first.rows.every?.(({ id }) => id) ?? first.rows, true);
	check('  token requests', (await tenant.signIns()) - before, 1);

	before = await tenant.signIns();
	const two = await Promise.all([runs(byCertificate), runs(byCertificate)]);
	check(
		'by certificate, two at once',
		two.map(({ rows }) => rows.length).join(' and '),
		`${ITEMS} and ${ITEMS}`,
	);
	check('  token requests', (await tenant.signIns()) - before, 1);

	before = await tenant.signIns();
	await tenant.controlled('POST', '/revoke', { what: 'access' });
	check('after the token was revoked', (await runs(bySecret)).rows.length, ITEMS);
	check('  token requests', (await tenant.signIns()) - before, 1);

	check(
		'a wrong secret, in a run',
		(await runs(byWrong)).rows,
		/'Client Secret' is not right \(AADSTS7000215/,
	);
	check('test by secret', await test(good), 'OK: Connection successful!');
	check('test by certificate', await test(signed), 'OK: Connection successful!');
	check(
		'test of the wrong secret',
		await test(wrong),
		/^Error: 'Client Secret' is not right \(AADSTS7000215: /,
	);
	check(
		'test of the tenant common',
		await test(common),
		/^Error: 'Tenant ID' is "common", and an app/,
	);
	const log = readFileSync(join(userFolder, 'n8n.log'), 'utf8');
	const secrets = [clientSecret, 'not~the.right-one', ...pem.privateKey.split('\n').slice(1, -2)];
	check("secrets in n8n's log", secrets.filter((secret) => log.includes(secret)).length, 0);
}

let code = 1;
try {
	await main();
	code = checks.every(Boolean) ? 0 : 1;
} catch (error) {
	process.stderr.write(`${error.stack}\n`);
} finally {
	await stopAll();
	if (code === 0) rmSync(userFolder, { recursive: true, force: true });
	else process.stderr.write(`n8n's log and the tenant's are in ${userFolder}\n`);
}
process.exit(code);
