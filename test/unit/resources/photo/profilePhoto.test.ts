import { graphClient } from '../../../../nodes/Office365Users/transport/client';
import { NotAnEntityError } from '../../../../nodes/Office365Users/transport/entity';
import type { HttpResponse } from '../../../../nodes/Office365Users/transport/http';
import {
	changePhoto,
	photoBytes,
	photoFacts,
} from '../../../../nodes/Office365Users/resources/photo/profilePhoto';
import type { UserRef } from '../../../../nodes/Office365Users/users/userRef';
import { picture } from '../../../support/engine/images';
import { answer, answers, type RecordedSend, refusal } from '../../../support/graph/send';

const ROOT = 'https://graph.example';
const ALICE: UserRef = {
	path: '/users/alice',
	key: 'alice',
	identity: 'alice',
	given: 'alice',
	label: 'alice',
};

const clientOf = ({ send }: RecordedSend): ReturnType<typeof graphClient> =>
	graphClient(ROOT, send);
const paths = ({ asked }: RecordedSend): string[] =>
	asked.map(({ method, url }) => `${method} ${url.slice(`${ROOT}/v1.0`.length)}`);

const LOOK_UP = 'GET /users/alice?$select=id';
const found = answer(200, { id: '1' });
const metadata = (width: unknown, height: unknown, id?: string): HttpResponse =>
	answer(200, { '@odata.mediaContentType': 'image/jpeg', id, width, height });

describe('codes that say by themselves that there is no photo', () => {
	test.each([
		'ImageNotFound',
		'ErrorItemNotFound',
		'ErrorEntityNotFound',
		'GetUserPhoto',
		'ConsumerPhotoIsNotSupported',
	])('%s', async (code) => {
		const server = answers(refusal(404, code), refusal(404, code), refusal(404, code));
		expect(await photoFacts(clientOf(server), ALICE)).toBeUndefined();
		await expect(photoBytes(clientOf(server), ALICE)).rejects.toMatchObject({
			reason: 'absent',
			code,
		});
		await expect(changePhoto(clientOf(server), ALICE, { method: 'DELETE' })).rejects.toMatchObject({
			reason: 'absent',
		});
		expect(server.asked).toHaveLength(3);
	});

	test('also wrapped as text in the message', async () => {
		const wrapped = JSON.stringify({ errorCode: 'ErrorItemNotFound', message: 'Not there' });
		const server = answers(refusal(404, 'UnknownError', wrapped));
		expect(await photoFacts(clientOf(server), ALICE)).toBeUndefined();
	});
});

describe('codes that leave open who is missing', () => {
	const OPEN = ['UnknownError', 'ResourceNotFound', 'MailboxNotEnabledForRESTAPI', 'Anything'];

	test.each(OPEN)('%j: no photo where the user is found', async (code) => {
		const server = answers(refusal(404, code), found);
		expect(await photoFacts(clientOf(server), ALICE)).toBeUndefined();
		expect(paths(server)).toEqual(['GET /users/alice/photo', LOOK_UP]);
	});

	test.each([
		['nothing yet', answer(202)],
		["a proxy's page", answer(200, '<html>')],
		['another entity', answer(200, { value: [] })],
	])('%s in place of the user tells nothing of the photo', async (_, user) => {
		const server = answers(refusal(404, 'ResourceNotFound'), user);
		await expect(photoFacts(clientOf(server), ALICE)).rejects.toThrow(NotAnEntityError);
	});

	test.each(OPEN)('%j: no user where the user is not found', async (code) => {
		const server = answers(refusal(404, code), refusal(404, 'Request_ResourceNotFound'));
		await expect(photoBytes(clientOf(server), ALICE)).rejects.toMatchObject({
			code: 'Request_ResourceNotFound',
			name: 'GraphError',
		});
	});

	test('without a code it is not an answer of the photo service', async () => {
		const page = answer(404, '<html>');
		const server = answers(page, page, page);
		await expect(photoFacts(clientOf(server), ALICE)).rejects.toMatchObject({ name: 'GraphError' });
		for (const size of [undefined, '48x48']) {
			await expect(photoBytes(clientOf(server), ALICE, size)).rejects.toMatchObject({
				name: 'GraphError',
			});
		}
		expect(server.asked).toHaveLength(3);
	});

	test('the first refusal stands where the user may not be looked up', async () => {
		const server = answers(refusal(404, 'ResourceNotFound'), refusal(403, 'Forbidden'));
		await expect(photoFacts(clientOf(server), ALICE)).rejects.toMatchObject({
			status: 404,
			name: 'GraphError',
		});
	});

	test('looking up that goes wrong in another way is said itself', async () => {
		const server = answers(refusal(404, 'ResourceNotFound'), refusal(503));
		await expect(photoFacts(clientOf(server), ALICE)).rejects.toMatchObject({ status: 503 });
	});
});

test('an unknown user is not looked up again', async () => {
	const server = answers(refusal(404, 'Request_ResourceNotFound'));
	await expect(photoFacts(clientOf(server), ALICE)).rejects.toMatchObject({ name: 'GraphError' });
	expect(server.asked).toHaveLength(1);
});

test.each([400, 401, 403, 500])('a refusal with status %d is no absence', async (status) => {
	const server = answers(refusal(status, 'ImageNotFound'), refusal(status, 'ImageNotFound'));
	await expect(photoFacts(clientOf(server), ALICE)).rejects.toMatchObject({ status });
	await expect(photoBytes(clientOf(server), ALICE, '48x48')).rejects.toMatchObject({ status });
	expect(server.asked).toHaveLength(2);
});

describe('facts', () => {
	test.each([
		['1X1', 1, 1],
		['1x1', undefined, undefined],
		[undefined, 1, 1],
	])('the picture of nobody, id %j, %j x %j, is no photo', async (id, width, height) => {
		expect(await photoFacts(clientOf(answers(metadata(width, height, id))), ALICE)).toBeUndefined();
	});

	test.each([
		[648, 648],
		[1, 2],
	])('%d x %d', async (width, height) => {
		expect(await photoFacts(clientOf(answers(metadata(width, height))), ALICE)).toEqual({
			contentType: 'image/jpeg',
			height,
			width,
		});
	});

	test.each([{}, { error: 'x' }, { value: [] }])('%j says nothing of a photo', async (body) => {
		const facts = photoFacts(clientOf(answers(answer(202, body))), ALICE);
		await expect(facts).rejects.toThrow(NotAnEntityError);
	});

	test('what is missing is null', async () => {
		expect(await photoFacts(clientOf(answers(answer(200, { id: 'x' }))), ALICE)).toEqual({
			contentType: null,
			height: null,
			width: null,
		});
	});
});

describe('bytes', () => {
	test('the type is what Graph says, or else what the bytes say', async () => {
		const image = await picture(50, 50, 'png');
		const server = answers(
			answer(200, image, { 'content-type': 'Image/JPEG; charset=x' }),
			answer(200, image, { 'content-type': 'application/octet-stream' }),
			answer(200, new Uint8Array(image), {}),
		);
		const read = async (): Promise<{ bytes: Buffer; contentType: string }> =>
			await photoBytes(clientOf(server), ALICE);
		expect(await read()).toEqual({ bytes: image, contentType: 'image/jpeg' });
		expect(await read()).toEqual({ bytes: image, contentType: 'image/png' });
		expect(await read()).toEqual({ bytes: image, contentType: 'image/png' });
		expect(server.asked[0]).toMatchObject({ binary: true, mailbox: 'alice' });
	});

	test('the page of a proxy is no photo', async () => {
		const page = answer(200, Buffer.from('<html>'), { 'content-type': 'text/html' });
		await expect(photoBytes(clientOf(answers(page)), ALICE)).rejects.toThrow(NotAnEntityError);
	});

	test('a size that there is not: the size that there is goes along', async () => {
		const server = answers(refusal(404, 'ImageNotFound'), metadata(120, 100));
		await expect(photoBytes(clientOf(server), ALICE, '240x240')).rejects.toMatchObject({
			reason: 'otherSize',
			detail: '120 x 100',
		});
		expect(paths(server)).toEqual([
			'GET /users/alice/photos/240x240/$value',
			'GET /users/alice/photo',
		]);
	});

	test('a size of no photo at all', async () => {
		const server = answers(
			refusal(404, 'ImageNotFound'),
			refusal(404, 'ImageNotFound'),
			refusal(404, 'ResourceNotFound'),
			refusal(404, 'ResourceNotFound'),
			refusal(404, 'Request_ResourceNotFound'),
		);
		const read = photoBytes(clientOf(server), ALICE, '240x240');
		await expect(read).rejects.toMatchObject({ reason: 'absent' });
		const ofNobody = photoBytes(clientOf(server), ALICE, '240x240');
		await expect(ofNobody).rejects.toMatchObject({ code: 'Request_ResourceNotFound' });
	});
});

test('an upload that is not taken is told from an unknown user', async () => {
	const change = { method: 'PUT' as const, body: Buffer.from('x') };
	const server = answers(refusal(404, 'ResourceNotFound'), found);
	await expect(changePhoto(clientOf(server), ALICE, change)).rejects.toMatchObject({
		reason: 'notTaken',
	});
	expect(paths(server)).toEqual(['PUT /users/alice/photo/$value', LOOK_UP]);
});

describe('an upload that is refused', () => {
	const upload = async (type: string, ...said: HttpResponse[]): Promise<HttpResponse> =>
		await changePhoto(clientOf(answers(...said)), ALICE, {
			method: 'PUT',
			headers: { 'Content-Type': type },
			body: Buffer.from('x'),
		});

	test.each([400, 415, 422, 500])(
		'with %d, of a file that is not JPEG: the type',
		async (status) => {
			await expect(upload('image/png', refusal(status, 'BadRequest'))).rejects.toMatchObject({
				reason: 'otherType',
				detail: 'PNG',
			});
			await expect(upload('image/jpeg', refusal(status, 'BadRequest'))).rejects.toMatchObject({
				name: 'GraphError',
			});
		},
	);

	test.each([
		[403, 'ErrorAccessDenied'],
		[401, 'InvalidAuthenticationToken'],
		[413, 'RequestEntityTooLarge'],
		[429, 'TooManyRequests'],
		[503, ''],
		[400, 'ValidationWidthTooSmall'],
		[404, 'Request_ResourceNotFound'],
	])('with %d %s: that reason stays', async (status, code) => {
		await expect(upload('image/png', refusal(status, code))).rejects.toMatchObject({
			name: 'GraphError',
			code,
		});
	});
});
