/**
 * Which permissions and Entra roles a change needs (docs/graph.md#permissions,
 * docs/graph.md#sensitive-actions, docs/graph.md#missing-role).
 */
import { type AskedOfGraph, inQuotes } from '../../messages/asked';
import { isGranted, permissionsIn } from '../../messages/permissionHint';
import { fieldLabels } from '../../users/fieldLabels';
import { customAttribute, writingOf } from '../../users/customAttributes';
import { WRITABLE_FIELDS, type Writing } from '../../users/userProperties';
import { ME } from '../../users/userRef';

/** Each entry is enough by itself: one permission, or several together. */
type Alternatives = ReadonlyArray<readonly string[]>;

const WRITE_ALL = 'User.ReadWrite.All';
/** Enough for the signed-in user's own fields. */
const OWN = 'User.ReadWrite';

/** What each narrow permission needs besides, and what is enough in its place (docs/graph.md#narrow-permissions). */
const OF_NARROW: Readonly<Record<string, Alternatives>> = {
	'User.EnableDisableAccount.All': [
		['User.EnableDisableAccount.All', 'User.Read.All'],
		[WRITE_ALL],
	],
	'User-Mail.ReadWrite.All': [['User-Mail.ReadWrite.All'], [WRITE_ALL]],
	'User-Phone.ReadWrite.All': [['User-Phone.ReadWrite.All'], [WRITE_ALL]],
	'User-PasswordProfile.ReadWrite.All': [['User-PasswordProfile.ReadWrite.All']],
	'User-LifeCycleInfo.ReadWrite.All': [['User-LifeCycleInfo.ReadWrite.All', 'User.Read.All']],
	'CustomSecAttributeAssignment.ReadWrite.All': [
		['CustomSecAttributeAssignment.ReadWrite.All', 'User.Read.All'],
	],
};

/** Fields that the same permissions let change. */
export interface PermissionNeed {
	readonly fields: readonly string[];
	readonly alternatives: Alternatives;
	/** Undefined where it is not known what is granted. */
	readonly granted: boolean | undefined;
}

const byName = new Map(WRITABLE_FIELDS.map((field) => [field.name, field]));

/** What changing a field takes, custom attributes included. */
function writingOfField(name: string): Writing | undefined {
	const attribute = customAttribute(name);
	return byName.get(name)?.write ?? (attribute && writingOf(attribute));
}

/** @param fields by name; `manager` is one of them */
export function permissionNeeds(
	fields: readonly string[],
	graph: Pick<AskedOfGraph, 'permission' | 'scopes' | 'user'>,
): PermissionNeed[] {
	const isSelf = (graph.user ?? ME).key === ME.key && !fields.includes('manager');
	const forOneself = (alternatives: Alternatives): Alternatives =>
		isSelf && !alternatives.some(([name]) => name === OWN)
			? [[OWN], ...alternatives]
			: alternatives;
	const usual = forOneself(permissionsIn(graph.permission ?? WRITE_ALL).map((name) => [name]));
	const groups = new Map<string, { fields: string[]; alternatives: Alternatives }>();
	for (const name of fields) {
		const narrow = writingOfField(name)?.permission;
		const own = narrow === undefined ? undefined : OF_NARROW[narrow];
		const alternatives = own === undefined ? usual : isWide(own) ? forOneself(own) : own;
		const key = inWords(alternatives);
		const group = groups.get(key) ?? { fields: [], alternatives };
		groups.set(key, { ...group, fields: [...group.fields, name] });
	}
	return [...groups.values()].map((group) => ({
		...group,
		granted:
			graph.scopes &&
			group.alternatives.some((together) => together.every((name) => isGranted(graph, name))),
	}));
}

/** Whether changing users in general includes it. */
const isWide = (alternatives: Alternatives): boolean =>
	alternatives.some(([name]) => name === WRITE_ALL);

/** "A with B, or C". */
const inWords = (alternatives: Alternatives): string => {
	const words = alternatives.map((together) => together.join(' with '));
	return words.join(words.some((one) => one.includes(' with ')) ? ', or ' : ' or ');
};

/** What is missing: "the permission A or B", each with its fields where they differ. */
export function permissionsInWords(needs: readonly PermissionNeed[]): string {
	if (needs.length === 1) return `the permission ${inWords(needs[0].alternatives)}`;
	return needs
		.map(
			({ alternatives, fields }) =>
				`for ${fieldLabels(fields)} the permission ${inWords(alternatives)}`,
		)
		.join('; ');
}

/** The least privileged ones, for Custom. */
export const leastOf = (needs: readonly PermissionNeed[]): string[] => [
	...new Set(needs.flatMap(({ alternatives }) => alternatives[0])),
];

/** No other role includes it, Global Administrator neither (docs/graph.md#custom-security-attributes). */
const ALONE = new Set(['Attribute Assignment Administrator']);

/** The role for which Microsoft's page asks where it names no other one. */
const USUAL_ROLE = 'User Administrator';

/**
 * The Entra role that the one who changes these fields needs.
 * @returns undefined where no role is needed: an app changing ordinary fields of ordinary users
 */
export function roleInWords(fields: readonly string[], graph: AskedOfGraph): string | undefined {
	const rules = fields.flatMap((name) => writingOfField(name) ?? []);
	const named = rules.flatMap(({ role, roleForApps }) =>
		role === undefined || (graph.appOnly && !roleForApps) ? [] : [role],
	);
	const roles = named.length > 0 ? [...new Set(named)] : graph.appOnly ? [] : [USUAL_ROLE];
	const above = rules.some(({ sensitive }) => sensitive)
		? `where ${inQuotes(graph)} is an administrator, a role above theirs such as Global Administrator`
		: undefined;
	const orAbove = roles.some((role) => !ALONE.has(role)) ? ' or above' : '';
	const usual = roles.length > 0 ? `the Entra role ${roles.join(' and ')}${orAbove}` : undefined;
	return [usual, above].filter(Boolean).join(', and ') || undefined;
}
