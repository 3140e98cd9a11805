import type { AskedOfGraph } from '../messages/asked';
import { isGranted } from '../messages/permissionHint';
import { DEFINITION_PERMISSIONS } from '../messages/permissionsToList';
import {
	AttributeDefinitions,
	directoryExtensions,
	type KnownAttribute,
	schemaExtension,
	securityAttributes,
} from '../users/attributeDefinitions';
import type { CustomAttribute } from '../users/customAttributes';
import type { Reading } from './request';

type Attributes = Promise<KnownAttribute[] | undefined>;

/**
 * What the tenant tells of its custom attributes, asked for once in a run; undefined where the sign-in
 * may not read it.
 */
export class KnownAttributes {
	constructor(
		private readonly using: Pick<Reading, 'client' | 'shared'>,
		private readonly asker: Pick<AskedOfGraph, 'appOnly' | 'scopes'>,
	) {}

	/** Those among which this one must be. */
	async like({ kind, property }: CustomAttribute): Attributes {
		switch (kind) {
			case 'directoryExtension':
				return await this.extensions();
			case 'schemaExtension':
				return await this.read(
					'extensions',
					property,
					async () => await schemaExtension(this.using.client, property),
				);
			case 'securityAttribute':
				return await this.security();
			case 'openExtension':
				// Nobody defines these.
				return undefined;
		}
	}

	/** Those that can be listed. */
	async all(): Attributes {
		const [extensions, security] = [await this.extensions(), await this.security()];
		return extensions || security ? [...(extensions ?? []), ...(security ?? [])] : undefined;
	}

	async extensions(): Attributes {
		const ask = async (): Promise<KnownAttribute[]> => await directoryExtensions(this.using.client);
		return await this.read('extensions', 'directory extensions', ask);
	}

	private async security(): Attributes {
		const ask = async (): Promise<KnownAttribute[]> => await securityAttributes(this.using.client);
		return await this.read('securityAttributes', 'security attributes', ask);
	}

	private async read(
		kind: keyof typeof DEFINITION_PERMISSIONS,
		what: string,
		ask: () => Promise<KnownAttribute[]>,
	): Attributes {
		// A sign-in that lacks the permission need not ask.
		const permission = DEFINITION_PERMISSIONS[kind];
		if (isGranted(this.asker, permission) === false) return undefined;
		return await this.using.shared.of(AttributeDefinitions).read(what, permission, ask);
	}
}
