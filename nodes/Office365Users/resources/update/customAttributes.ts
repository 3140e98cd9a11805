/** The custom attributes that an item changes: as given, then as the tenant defines them. */
import { InvalidParameterError } from '../../checks/invalidParameterError';
import { nearestName } from '../../checks/nearestName';
import { quoted } from '../../checks/text';
import type { Preparing } from '../../execution/request';
import type { AskedOfGraph } from '../../messages/asked';
import { isGranted } from '../../messages/permissionHint';
import { DEFINITION_PERMISSIONS } from '../../messages/permissionsToList';
import {
	AttributeDefinitions,
	directoryExtensions,
	type KnownAttribute,
	schemaExtension,
	securityAttributes,
} from '../../users/attributeDefinitions';
import {
	type AttributeValue,
	type CustomAttribute,
	customAttribute,
	type CustomField,
	customField,
} from '../../users/customAttributes';
import { ATTRIBUTE_NAMES } from './attributeNames';
import { attributeValue } from './attributeValues';

/** A custom attribute as an item gives it. */
export interface GivenAttribute {
	/** As given, without space around it. */
	readonly name: string;
	readonly value?: unknown;
	/** True: it is emptied. */
	readonly isCleared: boolean;
}

export type CustomValues = ReadonlyMap<CustomField, AttributeValue>;

/**
 * Checks names and values by the tenant's definitions, which are read once in a run.
 * @param parameter the parameter's name in the editor
 * @param timezone of the workflow, for dates that have none of their own
 * @throws {InvalidParameterError} for a name that the tenant does not know, where it tells, and for a
 * value that does not fit
 */
export async function customValues(
	given: readonly GivenAttribute[],
	{ client, shared }: Preparing,
	asker: Pick<AskedOfGraph, 'appOnly' | 'scopes'>,
	parameter: string,
	timezone: string,
): Promise<CustomValues> {
	const definitions = shared.of(AttributeDefinitions);
	const known = new Known(definitions, client, asker);
	const values = new Map<CustomField, AttributeValue>();
	for (const one of given) {
		const named = customAttribute(one.name);
		if (!named) throw await notAnAttribute(one.name, known, parameter);
		const all = await known.like(named);
		const definition = all?.find(({ name }) => name.toLowerCase() === named.name.toLowerCase());
		if (all && !definition) throw unknownAttribute(named.name, all, parameter);
		if (definition?.ofUsers === false) {
			throw new InvalidParameterError(
				`'${parameter}' names ${quoted(definition.name)}, which this tenant has for other objects and not for users`,
			);
		}
		const attribute = (definition && customAttribute(definition.name)) ?? named;
		const value = one.isCleared
			? emptyAttribute(attribute, definition)
			: attributeValue(attribute, one.value, definition, timezone);
		values.set(customField(attribute, definition), value);
	}
	return values;
}

/** Several values of a security attribute are emptied with a list (docs/graph.md#custom-security-attributes). */
const emptyAttribute = (
	{ kind }: CustomAttribute,
	definition: KnownAttribute | undefined,
): AttributeValue => (kind === 'securityAttribute' && definition?.isCollection ? [] : null);

/** What the tenant tells of its attributes; undefined where the sign-in may not read it. */
class Known {
	constructor(
		private readonly definitions: AttributeDefinitions,
		private readonly client: Preparing['client'],
		private readonly asker: Pick<AskedOfGraph, 'appOnly' | 'scopes'>,
	) {}

	/** Those among which this one must be. */
	async like({ kind, property }: CustomAttribute): Promise<KnownAttribute[] | undefined> {
		switch (kind) {
			case 'directoryExtension':
				return await this.extensions();
			case 'schemaExtension':
				return await this.read('extensions', property, schemaExtension, property);
			case 'securityAttribute':
				return await this.securityAttributes();
			case 'openExtension':
				// Nobody defines these.
				return undefined;
		}
	}

	async extensions(): Promise<KnownAttribute[] | undefined> {
		return await this.read('extensions', 'directory extensions', directoryExtensions);
	}

	async securityAttributes(): Promise<KnownAttribute[] | undefined> {
		return await this.read('securityAttributes', 'security attributes', securityAttributes);
	}

	private async read<T extends unknown[]>(
		kind: keyof typeof DEFINITION_PERMISSIONS,
		what: string,
		ask: (client: Preparing['client'], ...more: T) => Promise<KnownAttribute[]>,
		...more: T
	): Promise<KnownAttribute[] | undefined> {
		// A sign-in that lacks the permission need not ask.
		if (isGranted(this.asker, DEFINITION_PERMISSIONS[kind]) === false) return undefined;
		return await this.definitions.read(what, async () => await ask(this.client, ...more));
	}
}

/** The name may be just an attribute's label, or have the wrong form. */
async function notAnAttribute(name: string, known: Known, parameter: string): Promise<Error> {
	const all = [
		...((await known.extensions()) ?? []),
		...((await known.securityAttributes()) ?? []),
	];
	return unknownAttribute(name, all, parameter);
}

/** Names for people that an attribute goes by: how it ends, whatever its app or set is. */
const shortName = (name: string): string =>
	(name.split('/').at(-1) ?? name).replace(/^extension_[0-9a-f]{32}_/i, '');

const MOST_LISTED = 5;

function unknownAttribute(
	name: string,
	all: readonly KnownAttribute[],
	parameter: string,
): InvalidParameterError {
	const ofUsers = all.filter((one) => one.ofUsers);
	const names = ofUsers.map((one) => one.name);
	const label = nearestName(
		shortName(name),
		ofUsers.map((one) => one.label),
	);
	const near = ofUsers.find((one) => one.label === label)?.name ?? nearestName(name, names);
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
