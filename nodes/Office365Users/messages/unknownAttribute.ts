/** A name that is no custom attribute of the tenant's users. */
import { InvalidParameterError } from '../checks/invalidParameterError';
import { nearestName } from '../checks/nearestName';
import { quoted } from '../checks/text';
import type { KnownAttribute } from '../users/attributeDefinitions';

/** How custom attributes are named, for hints. */
export const ATTRIBUTE_NAMES =
	'extension_<app>_<name> for a directory extension, <schema extension>/<member>, customSecurityAttributes/<set>/<attribute>, or extensions/<open extension>/<member>';

/** Names for people that an attribute goes by: how it ends, whatever its app or set is. */
const shortName = (name: string): string =>
	(name.split('/').at(-1) ?? name).replace(/^.*_[0-9a-f-]{32,36}_/i, '');

const MOST_LISTED = 5;

/**
 * @param all the tenant's attributes; undefined where it does not tell them
 * @param parameter the parameter's name in the editor
 */
export function unknownAttribute(
	name: string,
	all: readonly KnownAttribute[] | undefined,
	parameter: string,
): InvalidParameterError {
	if (all === undefined) {
		return new InvalidParameterError(
			`'${parameter}' names ${quoted(name)}, which is not how a custom attribute is named: names are ${ATTRIBUTE_NAMES}`,
		);
	}
	const ofUsers = all.filter((one) => one.ofUsers);
	const label = nearestName(
		shortName(name),
		ofUsers.map((one) => one.label),
	);
	const near = ofUsers.find((one) => one.label === label)?.name;
	const names = ofUsers.map((one) => one.name);
	const some = names.slice(0, MOST_LISTED).join(', ');
	const more = names.length > MOST_LISTED ? ` and ${names.length - MOST_LISTED} more` : '';
	const suggestion = near
		? `. Did you mean "${near}"?`
		: names.length > 0
			? `. There are: ${some}${more}`
			: '';
	return new InvalidParameterError(
		`'${parameter}' names ${quoted(name)}, which is not a custom attribute of users in this tenant${suggestion}`,
		`Names are ${ATTRIBUTE_NAMES}`,
	);
}
