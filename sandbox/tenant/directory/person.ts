import type { Faker } from '@faker-js/faker';
import { skus } from './skus.ts';
import type { Words } from './words.ts';
import { departments, places } from './words.ts';
import { noPhotoShapes, type StoredUser, type UserProperties } from './user.ts';

/** What is fixed about a person; everything else is random. */
export interface PersonOutline {
	readonly givenName?: string;
	readonly surname?: string;
	readonly alias?: string;
	readonly domain?: string;
	readonly properties?: UserProperties;
	readonly stored?: Partial<Omit<StoredUser, 'id' | 'properties'>>;
}

export interface PersonSource {
	readonly faker: Faker;
	readonly words: Words;
	readonly tenantDomain: string;
	readonly mailDomain: string;
	/** UPNs that are taken, in lower case. */
	readonly taken: Set<string>;
}

const ascii = (name: string): string =>
	name
		.normalize('NFD')
		.replace(/[^A-Za-z0-9]/g, '')
		.toLowerCase();
const day = 86_400_000;
const seededToday = Date.UTC(2026, 0, 1);
const date = (time: number): string => new Date(time).toISOString().replace('.000Z', 'Z');

function freeAlias(source: PersonSource, wanted: string): string {
	let alias = wanted;
	for (let next = 2; source.taken.has(alias.toLowerCase()); next += 1) alias = `${wanted}${next}`;
	source.taken.add(alias.toLowerCase());
	return alias;
}

/** What Entra keeps about an account besides its profile; nothing of it is drawn, so that seeds stay as they are. */
function accountFacts(number: number, created: string, upn: string): UserProperties {
	const sku = skus[number % skus.length] ?? skus[0];
	const seen = date(seededToday - (number % 400) * day);
	return {
		assignedLicenses: [{ disabledPlans: [], skuId: sku.skuId }],
		assignedPlans: [
			{
				assignedDateTime: created,
				capabilityStatus: 'Enabled',
				service: 'exchange',
				servicePlanId: sku.servicePlanId,
			},
		],
		authorizationInfo: { certificateUserIds: [] },
		identities: [
			{
				signInType: 'userPrincipalName',
				issuer: upn.slice(upn.lastIndexOf('@') + 1),
				issuerAssignedId: upn,
			},
		],
		lastPasswordChangeDateTime: date(seededToday - (number % 90) * day),
		licenseAssignmentStates: [
			{
				skuId: sku.skuId,
				disabledPlans: [],
				assignedByGroup: null,
				state: 'Active',
				error: 'None',
				lastUpdatedDateTime: created,
			},
		],
		// Every eleventh account has never signed in.
		signInActivity:
			number % 11 === 0
				? undefined
				: {
						lastSignInDateTime: seen,
						lastSignInRequestId: `aaaaaaaa-0000-4000-8000-${String(number).padStart(12, '0')}`,
						lastNonInteractiveSignInDateTime: seen,
						lastNonInteractiveSignInRequestId: `bbbbbbbb-0000-4000-8000-${String(number).padStart(12, '0')}`,
						lastSuccessfulSignInDateTime: number % 13 === 0 ? null : seen,
						lastSuccessfulSignInRequestId: `cccccccc-0000-4000-8000-${String(number).padStart(12, '0')}`,
					},
		signInSessionsValidFromDateTime: created,
	};
}

/**
 * One person with every property of docs/graph.md#user-properties and
 * docs/graph.md#update-properties filled in, repeatable for a seed.
 */
export function makePerson(source: PersonSource, outline: PersonOutline = {}): StoredUser {
	const { faker, words } = source;
	const pick = <T>(list: readonly T[]): T => {
		const value = list[faker.number.int(list.length - 1)];
		if (value === undefined) throw new Error('nothing to draw from');
		return value;
	};
	const givenName = outline.givenName ?? pick(words.givenNames);
	const surname = outline.surname ?? pick(words.surnames);
	const alias = outline.alias ?? freeAlias(source, `${ascii(givenName)}.${ascii(surname)}`);
	const mailNickname = alias.replace(/[^A-Za-z0-9._-]/g, '');
	const [department, titles] = pick(departments);
	const [country, usageLocation, language, state, city, postalCode, prefix] = pick(places);
	const number = faker.number.int({ min: 100_000, max: 999_999 });
	const hired = date(seededToday - faker.number.int({ min: 30, max: 5_000 }) * day);
	const mail = `${mailNickname}@${source.mailDomain}`;
	const properties: UserProperties = {
		accountEnabled: true,
		ageGroup: null,
		aboutMe: pick(words.aboutMe),
		birthday: date(Date.UTC(1960 + (number % 40), number % 12, (number % 28) + 1)),
		businessPhones: [`${prefix}${number % 1000}`],
		city,
		companyName: 'Contoso',
		consentProvidedForMinor: null,
		country,
		createdDateTime: hired,
		department,
		displayName: `${givenName} ${surname}`,
		employeeHireDate: hired,
		employeeId: `E${number}`,
		employeeOrgData: { division: department, costCenter: `CC${100 + (number % 40)}` },
		employeeType: number % 9 === 0 ? 'Contractor' : 'Employee',
		givenName,
		hireDate: hired,
		imAddresses: [mail],
		interests: pick(words.interests),
		jobTitle: pick(titles),
		mail,
		mailNickname,
		mobilePhone: `${prefix}${(number + 7) % 1000}`,
		mySite: `https://contoso-my.sharepoint.example/personal/${mailNickname.replaceAll('.', '_')}/`,
		officeLocation: `${1 + (number % 40)}/${1000 + (number % 900)}`,
		onPremisesExtensionAttributes: { extensionAttribute1: `Floor ${1 + (number % 9)}` },
		otherMails: [],
		pastProjects: [pick(words.projects)],
		postalCode,
		preferredLanguage: language,
		proxyAddresses: [`SMTP:${mail}`],
		responsibilities: [pick(words.projects)],
		schools: [pick(words.schools)],
		securityIdentifier: `S-1-12-1-${number}-${number + 1}-${number + 2}-${number + 3}`,
		showInAddressList: null,
		skills: pick(words.skills),
		state,
		streetAddress: pick(words.streets),
		surname,
		usageLocation,
		userPrincipalName: `${alias}@${outline.domain ?? source.tenantDomain}`,
		userType: 'Member',
		...accountFacts(number, hired, `${alias}@${outline.domain ?? source.tenantDomain}`),
		...outline.properties,
	};
	return {
		id: faker.string.uuid(),
		properties,
		managerId: null,
		mailbox: true,
		sharePoint: true,
		synced: false,
		exchangeOwned: false,
		adminRole: null,
		insights: true,
		openExtensions: {},
		photoForbidden: false,
		photo: number % 10 < 8 ? undefined : null,
		absentPhoto: noPhotoShapes[number % noPhotoShapes.length] ?? 'ImageNotFound',
		...outline.stored,
	};
}
