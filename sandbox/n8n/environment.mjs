// n8n's environment variables: none of this machine's own n8n settings, and nothing that calls home.
import { hasModule } from './commands.mjs';

/** The only variables that are passed on; N8N_*, DB_*, proxies and the like would change how the sandbox behaves. */
const passedOn = [
	'PATH',
	'HOME',
	'USERPROFILE',
	'USER',
	'LANG',
	'LC_ALL',
	'TMPDIR',
	'TEMP',
	'TMP',
	'SHELL',
	'SystemRoot',
	'ComSpec',
	'PATHEXT',
	'APPDATA',
	'LOCALAPPDATA',
];

/** Modules that contact n8n's servers as soon as they start or depend on its cloud; not every version has all of them. */
const modulesOff = [
	'mcp-registry',
	'instance-ai',
	'agents',
	'quick-connect',
	'workflow-builder',
	'chat-hub',
];

/** @param options.reload whether n8n loads a node again when its files change */
export function n8nEnvironment({ userFolder, port, brokerPort, reload = false }) {
	const kept = passedOn.filter((name) => process.env[name] !== undefined);
	return {
		...Object.fromEntries(kept.map((name) => [name, process.env[name]])),
		N8N_USER_FOLDER: userFolder,
		N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS: 'true',
		N8N_HOST: 'localhost',
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_PORT: String(port),
		N8N_EDITOR_BASE_URL: `http://localhost:${port}`,
		N8N_WEBHOOK_URL: `http://localhost:${port}`,
		N8N_SECURE_COOKIE: 'false',
		N8N_RUNNERS_BROKER_PORT: String(brokerPort),
		N8N_PYTHON_ENABLED: 'false',
		N8N_DISABLED_MODULES: modulesOff.filter(hasModule).join(','),
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
		N8N_DYNAMIC_BANNERS_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		N8N_AI_ENABLED: 'false',
		N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
		// Community packages are enabled, but n8n's list of verified ones is not downloaded.
		N8N_COMMUNITY_PACKAGES_ENABLED: 'true',
		N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
		N8N_VERIFIED_PACKAGES_ENABLED: 'false',
		N8N_REINSTALL_MISSING_PACKAGES: 'false',
		EXECUTIONS_DATA_PRUNE: 'true',
		...(reload && { N8N_DEV_RELOAD: 'true' }),
	};
}
