/** The user that an operation is about. */
import type { INodeParameterResourceLocator, INodeProperties } from 'n8n-workflow';

import type { Parameter } from '../execution/operation';
import { userNamedBy } from '../users/namedByKey';
import { userRef, type UserRef } from '../users/userRef';

/** A parameter that names a user in whatever form is at hand. */
export const USER_LOCATOR = {
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Choose a user...',
			typeOptions: { searchListMethod: 'searchUsers', searchable: true },
		},
		{
			displayName: 'By UPN',
			name: 'upn',
			type: 'string',
			placeholder: 'e.g. nathan@example.com',
			hint: 'The name a user signs in with; the word me for the signed-in user',
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. 87d349ed-44d7-43e1-9a83-5f2406dee5bd',
			hint: 'The object ID, or the address of a profile page that holds it',
		},
		{
			displayName: 'By Mail',
			name: 'mail',
			type: 'string',
			placeholder: 'e.g. nathan@example.com',
			hint: 'The mail address, or another address that mail reaches the user at',
		},
		{
			displayName: 'By Employee ID',
			name: 'employeeId',
			type: 'string',
			placeholder: 'e.g. 0012345',
			hint: 'The employee ID, which only one user may have',
		},
	],
} satisfies Partial<INodeProperties>;

/** Puts the user's path in place of `/users/{user}`. */
export const user: Parameter = {
	properties: [
		{
			displayName: 'User',
			name: 'user',
			description:
				'The user: a user principal name, an ID, a mail address, an employee ID, the address of a profile page, or the word me for the signed-in user',
			builderHint: {
				propertyHint:
					"The mode says what the value is: 'upn' a user principal name or the word me, 'id' an object ID, 'mail' any of the user's mail addresses, 'employeeId' a number from HR. A name is none of these: find the user with Search Users first.",
			},
			...USER_LOCATOR,
		},
	],
	step(request) {
		const given = this.getNodeParameter('user', '', { extractValue: true });
		const named = namedUser(given, 'User', this.getNode().parameters.user);
		request.graph.user = named;
		request.url = request.url.replace('/users/{user}', named.path);
	},
};

/**
 * The user that a parameter of this kind names.
 * @param given its value
 * @param name in the editor
 * @param parameter as the workflow holds it
 * @throws {InvalidParameterError} when it names no user
 */
export function namedUser(given: unknown, name: string, parameter: unknown): UserRef {
	const { mode } = (parameter ?? {}) as Partial<INodeParameterResourceLocator>;
	return mode === 'mail' || mode === 'employeeId'
		? userNamedBy(mode, given, name)
		: userRef(given, name, pickedAs(parameter, given));
}

/** The name that the picker showed, if the value is an ID chosen From List. */
function pickedAs(parameter: unknown, value: unknown): string | undefined {
	const {
		mode,
		value: chosen,
		cachedResultName,
	} = (parameter ?? {}) as INodeParameterResourceLocator;
	return mode === 'list' && chosen === value ? cachedResultName : undefined;
}
