/** What Graph's refusals of a change mean (graph-facts 1.3 to 1.5, 2.6). */
import { SHAREPOINT_FIELDS, WRITABLE_FIELDS } from '../userProperties';
import { shown } from './badInput';
import type { Asked, Sentence } from './explain';
import type { GraphError } from './graphError';

const displayNames = new Map(WRITABLE_FIELDS.map(({ name, displayName }) => [name, displayName]));

/** Fields as the editor shows them. */
export const fieldList = (names: readonly string[]): string =>
	names.map((name) => displayNames.get(name) ?? name).join(', ');

/** Permissions beyond User.ReadWrite.All that Microsoft names for single fields (graph-facts 1.5). */
const OWN_PERMISSION: Record<string, string> = {
	accountEnabled: 'User.EnableDisableAccount.All',
	businessPhones: 'User-Phone.ReadWrite.All',
	mobilePhone: 'User-Phone.ReadWrite.All',
	otherMails: 'User-Mail.ReadWrite.All',
	password: 'User-PasswordProfile.ReadWrite.All',
	forceChangePasswordNextSignIn: 'User-PasswordProfile.ReadWrite.All',
	forceChangePasswordNextSignInWithMfa: 'User-PasswordProfile.ReadWrite.All',
	employeeLeaveDateTime: 'User-LifeCycleInfo.ReadWrite.All',
};

/** @returns undefined where the refusal says nothing special about a change */
export function updateSentence(error: GraphError, { graph }: Asked): Sentence | undefined {
	const fields = graph.writes?.fields ?? [];
	const user = shown(graph.user ?? 'me');
	if (/on-premises mastered/i.test(error.message)) {
		return {
			message: `${user} is synced from an on-premises directory, which is where ${fieldList(fields)} must be changed`,
			hint: 'Change it in the on-premises Active Directory; only profile fields such as About Me and Skills can be changed here',
		};
	}
	if (/originated within an external service/i.test(error.message)) {
		return {
			message: `${user} was synced from an on-premises directory before: Extension Attribute 1 to 15 of such a user can only be changed with Exchange tools`,
		};
	}
	if (/DirectoryObjectUnauthorizedAccess/.test(error.code)) {
		return {
			message: `The signed-in account may not change profile fields of ${user} (${fieldList(fields.filter((name) => SHAREPOINT_FIELDS.has(name)))}); it takes the permission Sites.ReadWrite.All besides`,
			hint: "Set 'Permissions' of the credential to Custom, add Sites.ReadWrite.All and reconnect it, or leave these fields out",
		};
	}
	if (/password complexity|specified password/i.test(error.message)) {
		return {
			message: `'Password' was not accepted: it does not meet the organization's rules for passwords`,
			hint: 'Microsoft asks for at least 8 characters of three kinds: small and capital letters, digits, symbols',
		};
	}
	if (/same value for property (\w+) already exists/i.test(error.message)) {
		const name = /property (\w+)/i.exec(error.message)?.[1] ?? '';
		return { message: `'${fieldList([name])}' is taken: another user already has this value` };
	}
	const named = /(?:for property|Property|literal .* property) '(\w+)'/.exec(error.message)?.[1];
	if (error.status === 400 && named !== undefined && displayNames.has(named)) {
		return {
			message: `'${fieldList([named])}' was not accepted by Microsoft Graph for ${user}`,
		};
	}
	if (error.status === 405) {
		return {
			message: `Microsoft does not let ${user} be changed this way; personal Microsoft accounts cannot be updated`,
		};
	}
	if (error.status === 403) return notAllowed(fields, user, graph.permission);
	return undefined;
}

function notAllowed(
	fields: readonly string[],
	user: string,
	permission = 'User.ReadWrite.All',
): Sentence {
	const own = fields.filter((name) => OWN_PERMISSION[name]);
	const needed = [...new Set([permission, ...own.map((name) => OWN_PERMISSION[name])])];
	return {
		message: `The signed-in account or its app has no right to change ${fieldList(fields)} of ${user}; it takes the permission ${needed.join(' and ')}`,
		hint: `Choose larger 'Permissions' in the credential and reconnect it (an administrator may have to consent). For someone with an administrator role, and for passwords, the signed-in account also needs a higher role, such as User Administrator or Global Administrator`,
	};
}
