/**
 * Microsoft's clouds: where to sign in and where Graph is (docs/graph.md#clouds). A token of one
 * cloud is worth nothing in another.
 */
export interface Cloud {
	/** Sign-in address, without a tenant. */
	readonly login: string;
	/** Graph's address, without a version. */
	readonly graph: string;
}

export const CLOUDS = {
	global: {
		name: 'Global (and US GCC)',
		login: 'https://login.microsoftonline.com',
		graph: 'https://graph.microsoft.com',
	},
	usGov: {
		name: 'US Government (GCC High)',
		login: 'https://login.microsoftonline.us',
		graph: 'https://graph.microsoft.us',
	},
	usGovDod: {
		name: 'US Government (DoD)',
		login: 'https://login.microsoftonline.us',
		graph: 'https://dod-graph.microsoft.us',
	},
	china: {
		name: 'China (21Vianet)',
		login: 'https://login.chinacloudapi.cn',
		graph: 'https://microsoftgraph.chinacloudapi.cn',
	},
} as const satisfies Record<string, Cloud & { name: string }>;

/** What Microsoft does not offer in some clouds (docs/graph.md#cloud-availability). */
const LACKING: Readonly<Record<string, readonly string[]>> = {
	people: ['china'],
	trending: ['usGov', 'usGovDod', 'china'],
};

/**
 * @param feature such as `people`
 * @returns the name of the credential's cloud where that cloud lacks it, else undefined
 */
export function cloudLacking(
	feature: 'people' | 'trending',
	{ cloud }: Record<string, unknown>,
): string | undefined {
	return LACKING[feature].includes(String(cloud))
		? CLOUDS[cloud as keyof typeof CLOUDS].name
		: undefined;
}

/** Whether a token may go to an address: over https, or to this very machine. */
export function isProtected(address: string): boolean {
	if (!URL.canParse(address)) return false;
	const { protocol, hostname } = new URL(address);
	return (
		protocol === 'https:' ||
		(protocol === 'http:' && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname))
	);
}

/**
 * The cloud a credential names.
 * @param credential with `cloud`, and `loginBaseUrl` and `graphBaseUrl` where that is `custom`
 */
export function cloudOf(credential: Record<string, unknown>): Cloud {
	const { cloud } = credential;
	if (cloud === 'custom') {
		return { login: baseUrl(credential.loginBaseUrl), graph: baseUrl(credential.graphBaseUrl) };
	}
	return CLOUDS[(cloud as keyof typeof CLOUDS) ?? 'global'] ?? CLOUDS.global;
}

/** An address without the slash and the version that people paste along. */
const baseUrl = (value: unknown): string =>
	String(value ?? '')
		.trim()
		.replace(/\/+(v1\.0|beta)?\/*$/, '');
