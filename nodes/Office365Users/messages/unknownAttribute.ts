/** A name that is no custom attribute of the tenant's users. */
import { InvalidParameterError } from '../checks/invalidParameterError';
import { nearestName } from '../checks/nearestName';
import { quoted } from '../checks/text';
import type { KnownAttribute } from '../users/attributeDefinitions';
import { customAttribute } from '../users/customAttributes';
import { WRITABLE_FIELDS } from '../users/userProperties';

/** How custom attributes are named, for hints. */
export const ATTRIBUTE_NAMES =
	'extension_<app>_<name> for a directory extension, <schema extension>/<member>, customSecurityAttributes/<set>/<attribute>, or extensions/<open extension>/<member>';

/** What people call an attribute: how its name ends, whatever its app or set is and whatever parts them. */
const shortNames = (name: string): string[] => [
	(name.split(/[./]/).at(-1) ?? name).replace(/^.*_[0-9a-f-]{32,36}_/i, ''),
	name.split('_').at(-1) ?? name,
];

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
	const ownField = WRITABLE_FIELDS.find((field) => field.name === name);
	if (ownField) {
		return new InvalidParameterError(
			`'${parameter}' names ${quoted(name)}, which every user has: add '${ownField.displayName}' itself in 'Update Fields'`,
		);
	}
	const withSlashes = name.includes('.')
		? customAttribute(name.replace(/\./g, '/'))?.name
		: undefined;
	if (all === undefined) {
		return new InvalidParameterError(
			`'${parameter}' names ${quoted(name)}, which is not how a custom attribute is named${withSlashes ? `. Did you mean "${withSlashes}"?` : `: names are ${ATTRIBUTE_NAMES}`}`,
		);
	}
	const ofUsers = all.filter((one) => one.ofUsers);
	const labels = ofUsers.map((one) => one.label);
	const label = shortNames(name)
		.map((short) => nearestName(short, labels))
		.find(Boolean);
	const near = ofUsers.find((one) => one.label === label)?.name ?? withSlashes;
	const names = ofUsers.map((one) => one.name);
	const some = names.slice(0, MOST_LISTED).join(', ');
	const more = names.length > MOST_LISTED ? ` and ${names.length - MOST_LISTED} more` : '';
	const suggestion = near
		? `. Did you mean "${near}"?`
		: names.length > 0
			? `. It has ${some}${more}`
			: '';
	return new InvalidParameterError(
		`'${parameter}' names ${quoted(name)}, which is not a custom attribute of users in this tenant${suggestion}`,
		`Names are ${ATTRIBUTE_NAMES}`,
	);
}
