import type { Faker } from '@faker-js/faker';

/**
 * Departments and their job titles: a fixed list, so that filters find a useful number of users.
 */
export const departments: ReadonlyArray<readonly [department: string, titles: readonly string[]]> =
	[
		[
			'Engineering',
			[
				'Software Engineer',
				'Senior Software Engineer',
				'Site Reliability Engineer',
				'Engineering Manager',
			],
		],
		[
			'Sales',
			['Account Executive', 'Sales Representative', 'Sales Manager', 'Solutions Consultant'],
		],
		['Marketing', ['Content Writer', 'Brand Manager', 'Marketing Analyst', 'Designer']],
		['Finance', ['Accountant', 'Controller', 'Financial Analyst', 'Payroll Specialist']],
		['Human Resources', ['Recruiter', 'People Partner', 'Learning Specialist', 'HR Generalist']],
		['Legal', ['Counsel', 'Paralegal', 'Contract Manager', 'Compliance Officer']],
		['Operations', ['Operations Analyst', 'Logistics Planner', 'Facilities Manager', 'Buyer']],
		[
			'Customer Support',
			['Support Engineer', 'Support Lead', 'Escalation Manager', 'Onboarding Specialist'],
		],
	];

/** country, usageLocation, language, state, city, postal code, dialling prefix */
export const places: ReadonlyArray<
	readonly [string, string, string, string, string, string, string]
> = [
	['United States', 'US', 'en-US', 'WA', 'Seattle', '98101', '+1 206 555 0'],
	['United States', 'US', 'en-US', 'NY', 'New York', '10001', '+1 212 555 0'],
	['United Kingdom', 'GB', 'en-GB', 'England', 'London', 'EC1A 1BB', '+44 20 7946 0'],
	['Germany', 'DE', 'de-DE', 'Bayern', 'München', '80331', '+49 89 5550'],
	['France', 'FR', 'fr-FR', 'Île-de-France', 'Paris', '75001', '+33 1 5550 0'],
	['Spain', 'ES', 'es-ES', 'Madrid', 'Madrid', '28001', '+34 91 555 0'],
	['Japan', 'JP', 'ja-JP', 'Tokyo', 'Tokyo', '100-0001', '+81 3 5550 0'],
	['Australia', 'AU', 'en-AU', 'NSW', 'Sydney', '2000', '+61 2 5550 0'],
];

const skills = [
	'TypeScript',
	'Negotiation',
	'Public speaking',
	'Excel',
	'Kubernetes',
	'Budgeting',
	'Interviewing',
	'Copywriting',
	'SQL',
	'Contract law',
];
const interests = [
	'Climbing',
	'Chess',
	'Photography',
	'Cooking',
	'Cycling',
	'Gardening',
	'Jazz',
	'Sailing',
];

/** Names and word lists, drawn once: 100,000 people are then built from them in a second or two. */
export interface Words {
	readonly givenNames: readonly string[];
	readonly surnames: readonly string[];
	readonly streets: readonly string[];
	readonly projects: readonly string[];
	readonly schools: readonly string[];
	readonly aboutMe: readonly string[];
	readonly skills: ReadonlyArray<readonly string[]>;
	readonly interests: ReadonlyArray<readonly string[]>;
}

const drawn = <T>(count: number, draw: () => T): T[] => Array.from({ length: count }, draw);

export function drawWords(faker: Faker): Words {
	return {
		givenNames: [...new Set(drawn(500, () => faker.person.firstName()))],
		surnames: [...new Set(drawn(500, () => faker.person.lastName()))],
		streets: drawn(200, () => faker.location.streetAddress()),
		projects: drawn(40, () => faker.company.catchPhrase()),
		schools: drawn(30, () => `University of ${faker.location.city()}`),
		aboutMe: drawn(40, () => faker.lorem.sentences(2)),
		skills: drawn(30, () => faker.helpers.arrayElements(skills, { min: 1, max: 4 })),
		interests: drawn(30, () => faker.helpers.arrayElements(interests, { min: 1, max: 3 })),
	};
}
