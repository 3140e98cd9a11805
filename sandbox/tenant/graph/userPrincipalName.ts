import { mailDomain } from '../directory/seed.ts';
import type { StoredUser } from '../directory/user.ts';
import { badRequest } from './errors.ts';
import type { GraphContext } from './request.ts';

/**
 * alias@verified-domain in the allowed characters (docs/graph.md#user-properties), and not taken.
 */
export function checkUserPrincipalName(
	context: GraphContext,
	user: StoredUser,
	wanted: string,
): void {
	const { directory, tenantDomain } = context.tenant;
	const [alias = '', domain = '', ...rest] = wanted.split('@');
	if (!/^[A-Za-z0-9'.\-_!#^~]+$/.test(alias) || rest.length > 0)
		throw badRequest('Property userPrincipalName is invalid.');
	if (![tenantDomain, mailDomain].includes(domain.toLowerCase()))
		throw badRequest(
			'The domain portion of the userPrincipalName property is invalid. You must use one of the verified domain names in your organization.',
		);
	const holder = directory.find(wanted);
	if (holder && holder !== user)
		throw badRequest(
			'Another object with the same value for property userPrincipalName already exists.',
		);
}

/** An address is nobody else's, be it their primary or another one. */
export function checkMail({ tenant }: GraphContext, user: StoredUser, mail: string): void {
	const wanted = `smtp:${mail.toLowerCase()}`;
	const taken = tenant.directory.all().some((other) => {
		const addresses = other.properties.proxyAddresses;
		return (
			other !== user &&
			Array.isArray(addresses) &&
			addresses.some((address) => String(address).toLowerCase() === wanted)
		);
	});
	if (taken)
		throw badRequest(
			'Another object with the same value for property proxyAddresses already exists.',
		);
}

/**
 * A new mail becomes the primary address; the old one stays as a secondary
 * (docs/graph.md#user-properties).
 */
export function withMailInProxyAddresses(user: StoredUser, mail: string): string[] {
	const before = user.properties.proxyAddresses;
	const others = (Array.isArray(before) ? before : [])
		.map((address: string) => address.replace(/^SMTP:/, 'smtp:'))
		.filter((address: string) => address.toLowerCase() !== `smtp:${mail.toLowerCase()}`);
	return [`SMTP:${mail}`, ...others];
}
