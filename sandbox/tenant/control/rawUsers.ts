import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Tenant } from '../tenant.ts';
import {
	absentPhotoShapes,
	sharePointFailures,
	userPrincipalName,
	type PropertyValue,
	type StoredUser,
} from '../directory/user.ts';
import { userProperties } from '../directory/userProperties.ts';
import { ControlError } from './controlError.ts';

const valueSchema: z.ZodType<PropertyValue> = z.json();
const hidden = {
	managerId: z.string().nullable(),
	mailbox: z.boolean(),
	sharePoint: z.union([z.boolean(), z.enum(sharePointFailures)]),
	synced: z.boolean(),
	exchangeOwned: z.boolean(),
	adminRole: z.string().nullable(),
	insights: z.boolean(),
	absentPhoto: z.enum(absentPhotoShapes),
	photoForbidden: z.boolean(),
	openExtensions: z.record(z.string(), z.record(z.string(), valueSchema)),
	/** Only null can be set here: upload photos through Graph. */
	photo: z.null(),
};
const changeSchema = z
	.strictObject({ ...hidden, properties: z.record(z.string(), valueSchema) })
	.partial();

export function findUser(tenant: Tenant, key: string): StoredUser {
	const user = tenant.directory.find(key);
	if (!user) throw new ControlError(404, `No user '${key}'.`);
	return user;
}

/** The whole record, including what Graph does not return. */
export function rawUser(tenant: Tenant, user: StoredUser): Record<string, unknown> {
	const { photo, ...rest } = user;
	return {
		...rest,
		photo:
			photo === undefined
				? 'seeded'
				: photo === null
					? null
					: {
							bytes: photo.bytes.length,
							contentType: photo.contentType,
							width: photo.width,
							height: photo.height,
							etag: photo.etag,
						},
		directReports: tenant.directory.directReports(user.id).map(({ id }) => id),
	};
}

export function changeUser(tenant: Tenant, key: string, body: unknown): Record<string, unknown> {
	const user = findUser(tenant, key);
	const { properties, managerId, ...flags } = changeSchema.parse(body ?? {});
	if (properties) {
		checkNames(properties);
		tenant.directory.update(user, properties);
	}
	if (managerId !== undefined) tenant.directory.setManager(user, managerId);
	Object.assign(user, flags);
	return rawUser(tenant, user);
}

export function addUser(tenant: Tenant, body: unknown): Record<string, unknown> {
	const { properties = {}, managerId, ...flags } = changeSchema.parse(body ?? {});
	checkNames(properties);
	const nickname = `added.${randomUUID().slice(0, 8)}`;
	const user: StoredUser = {
		id: randomUUID(),
		properties: {
			accountEnabled: true,
			displayName: 'Added User',
			mailNickname: nickname,
			mail: null,
			userType: 'Member',
			businessPhones: [],
			otherMails: [],
			proxyAddresses: [],
			userPrincipalName: `${nickname}@${tenant.tenantDomain}`,
			createdDateTime: new Date().toISOString(),
			...properties,
		},
		managerId: managerId ?? null,
		mailbox: true,
		sharePoint: true,
		synced: false,
		exchangeOwned: false,
		adminRole: null,
		insights: true,
		openExtensions: {},
		photoForbidden: false,
		photo: null,
		absentPhoto: 'ImageNotFound',
		...flags,
	};
	if (tenant.directory.find(userPrincipalName(user)))
		throw new ControlError(409, `There is a user '${userPrincipalName(user)}' already.`);
	tenant.directory.add(user);
	return rawUser(tenant, user);
}

export function removeUser(tenant: Tenant, key: string, soft: boolean): void {
	tenant.directory.remove(findUser(tenant, key), soft);
}

function checkNames(properties: Readonly<Record<string, PropertyValue>>): void {
	for (const name of Object.keys(properties))
		if (!userProperties.has(name))
			throw new ControlError(400, `This tenant knows no user property '${name}'.`);
}
