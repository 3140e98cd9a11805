import { text, userPrincipalName, type StoredUser } from '../directory/user.ts';
import { GraphError } from './errors.ts';
import { listEntities, type Entity, type ListRules } from './entityList.ts';
import { missingMailbox } from './missingMailbox.ts';
import { nextPeopleLink } from './peopleLinks.ts';
import { permissions } from './permissions.ts';
import { header, ok, type GraphContext, type GraphResponse } from './request.ts';
import { tokens } from './search.ts';
import { targetUser } from './target.ts';

const rules: ListRules = {
	type: 'microsoft.graph.person',
	properties: [
		'id',
		'displayName',
		'givenName',
		'surname',
		'birthday',
		'personNotes',
		'isFavorite',
		'jobTitle',
		'companyName',
		'yomiCompany',
		'department',
		'officeLocation',
		'profession',
		'userPrincipalName',
		'imAddress',
		'scoredEmailAddresses',
		'phones',
		'postalAddresses',
		'websites',
		'personType',
	],
	filterable: [
		'persontype/class',
		'persontype/subclass',
		'displayname',
		'givenname',
		'surname',
		'department',
		'jobtitle',
		'userprincipalname',
		'companyname',
	],
	operators: ['eq', 'ne', 'startswith'],
	sortable: ['displayname'],
	pageSize: 10,
	maxPageSize: 1000,
};
/** $search finds at most this many (docs/graph.md#people-search). */
const maxHits = 250;

/** GET /me/people, /users/{id}/people (docs/graph.md#people). */
export function listPeople(context: GraphContext): GraphResponse {
	const user = targetUser(context, permissions.readPeople);
	if (!user.mailbox) throw missingMailbox(context);
	const isSelf = context.caller.kind === 'delegated' && context.caller.userId === user.id;
	const { search, skip } = context.query;
	if (search !== undefined && !isSelf)
		throw new GraphError(
			400,
			'BadRequest',
			'$search is only supported for the people of the signed-in user.',
		);
	if (search !== undefined && skip !== undefined)
		throw new GraphError(400, 'BadRequest', '$skip is not supported together with $search.');
	const people = relevant(context, user, isSelf);
	const hits = search === undefined ? people : people.filter(matching(search)).slice(0, maxHits);
	const { value, nextLink } = listEntities(context, hits, rules);
	// A link with $skip would be refused together with $search.
	const link = search === undefined ? nextPeopleLink(context, nextLink) : undefined;
	const next = link === undefined ? {} : { '@odata.nextLink': link };
	return ok({
		'@odata.context': `${context.tenant.origins.graph}/v1.0/$metadata#users('${user.id}')/people`,
		...next,
		value,
	});
}

/**
 * Most relevant first: manager, reports, colleagues; for the signed-in user also external contacts
 * and a group; with the header, the whole directory.
 */
function relevant(context: GraphContext, user: StoredUser, isSelf: boolean): Entity[] {
	const { directory } = context.tenant;
	const manager = user.managerId === null ? undefined : directory.get(user.managerId);
	const colleagues = user.managerId === null ? [] : directory.directReports(user.managerId);
	const near = new Set([
		...(manager ? [manager] : []),
		...directory.directReports(user.id),
		...colleagues,
	]);
	if (/\bdirectory\b/i.test(header(context, 'x-peoplequery-querysources') ?? ''))
		for (const other of directory.all().slice(0, 1000)) near.add(other);
	near.delete(user);
	// For another user only public relationships are listed, and no external contacts.
	const people = [...near]
		.filter((other) => isSelf || other.properties.userType !== 'Guest')
		.map((other, index) => person(other, 30 - index));
	return isSelf ? [...people.slice(0, 3), ...externals(), ...people.slice(3)] : people;
}

function person(user: StoredUser, score: number): Entity {
	const { properties } = user;
	const mail = text(properties.mail);
	return {
		...blank,
		id: user.id,
		displayName: text(properties.displayName),
		givenName: properties.givenName ?? null,
		surname: properties.surname ?? null,
		jobTitle: properties.jobTitle ?? null,
		companyName: properties.companyName ?? null,
		department: properties.department ?? null,
		officeLocation: properties.officeLocation ?? null,
		userPrincipalName: userPrincipalName(user),
		imAddress: mail === '' ? null : `sip:${mail}`,
		scoredEmailAddresses:
			mail === ''
				? []
				: [
						{
							address: mail,
							relevanceScore: Math.max(score, -50),
							selectionLikelihood: 'notSpecified',
						},
					],
		phones: Array.isArray(properties.businessPhones)
			? properties.businessPhones.map((number: string) => ({ type: 'business', number }))
			: [],
		personType: { class: 'Person', subclass: 'OrganizationUser' },
	};
}

const blank: Entity = {
	birthday: '',
	personNotes: '',
	isFavorite: false,
	jobTitle: null,
	companyName: null,
	yomiCompany: '',
	department: null,
	officeLocation: null,
	profession: '',
	userPrincipalName: null,
	imAddress: null,
	scoredEmailAddresses: [],
	phones: [],
	postalAddresses: [],
	websites: [],
};

const externals = (): Entity[] => [
	{
		...blank,
		id: 'a0d5b1f6-1111-4c2e-9a41-000000000001',
		displayName: 'Tyler Lee',
		givenName: 'Tyler',
		surname: 'Lee',
		companyName: 'Fabrikam',
		scoredEmailAddresses: [
			{
				address: 'tyler.lee@fabrikam.example',
				relevanceScore: 20,
				selectionLikelihood: 'notSpecified',
			},
		],
		personType: { class: 'Person', subclass: 'PersonalContact' },
	},
	{
		...blank,
		id: 'a0d5b1f6-1111-4c2e-9a41-000000000002',
		displayName: 'All Staff',
		givenName: null,
		surname: null,
		scoredEmailAddresses: [
			{
				address: 'all.staff@contoso.example',
				relevanceScore: 10,
				selectionLikelihood: 'notSpecified',
			},
		],
		personType: { class: 'Group', subclass: 'UnifiedGroup' },
	},
];

/**
 * Fuzzy match on name and mail: every search word is the start of one of the person's, allowing for
 * one wrong letter.
 */
function matching(search: string): (entity: Entity) => boolean {
	const quoted = /^"(.*)"$/s.exec(search.trim())?.[1];
	if (quoted === undefined && /\s/.test(search.trim()))
		throw new GraphError(
			400,
			'BadRequest',
			`Syntax error: character ' ' is not valid in '${search}'. Put the words in double quotes.`,
		);
	const wanted = tokens(quoted ?? search);
	return ({ displayName, scoredEmailAddresses }) => {
		const addresses = Array.isArray(scoredEmailAddresses)
			? scoredEmailAddresses.map(({ address }: { address: string }) => address)
			: [];
		const own = tokens([String(displayName), ...addresses].join(' '));
		return wanted.every((token) => own.some((candidate) => nearlyBegins(candidate, token)));
	};
}

function nearlyBegins(candidate: string, token: string): boolean {
	if (candidate.startsWith(token)) return true;
	if (token.length < 4 || candidate.length < token.length) return false;
	return [...token].filter((letter, index) => candidate[index] !== letter).length <= 1;
}
