import type { Asked } from '../../../../nodes/Office365Users/messages/asked';
import { explain } from '../../../../nodes/Office365Users/messages/explain';
import { photoSentence } from '../../../../nodes/Office365Users/resources/photo/messages';
import { userRef } from '../../../../nodes/Office365Users/users/userRef';
import { GraphError } from '../../../../nodes/Office365Users/transport/graphError';
import {
	type PhotoReason,
	PhotoError,
} from '../../../../nodes/Office365Users/resources/photo/photoError';
import type { RequestPlan } from '../../../../nodes/Office365Users/execution/request';
import { FORBIDDEN_WORDS } from '../../../support/forbiddenWords';

const PHOTO = '/users/nora/photo/$value';
const WRITES: Partial<RequestPlan> = {
	changes: ['photo'],
	permission: 'ProfilePhoto.ReadWrite.All',
};

const asked = (path: string, graph: Partial<RequestPlan> = {}): Asked => ({
	graph: {
		maxRetries: 8,
		batches: true,
		user: userRef('nora@x.example', 'User'),
		explain: photoSentence,
		...graph,
	},
	query: {},
	path,
});
const sentence = (error: GraphError, about: Asked): string => {
	const { message = '', description = '' } = explain(error, about) ?? {};
	expect(`${message} ${description}`).not.toMatch(FORBIDDEN_WORDS);
	return message;
};
const refused = (status: number, code = ''): GraphError => new GraphError(status, code, '');
const photoRefusal = (reason: PhotoReason, code = '', size?: string): PhotoError =>
	new PhotoError(reason, refused(404, code), size);

test('too big', () => {
	expect(sentence(refused(413, 'RequestEntityTooLarge'), asked(PHOTO, WRITES))).toBe(
		'The photo for "nora@x.example" is too large for Microsoft Graph: it must be smaller than 4 MB',
	);
	expect(
		sentence(refused(413), asked('/me/photo/$value', { ...WRITES, user: undefined })),
	).toContain('for the signed-in user');
});

test.each(['ValidationWidthTooSmall', 'ValidationHeightTooSmall'])('%s', (code) => {
	expect(sentence(refused(400, code), asked(PHOTO, WRITES))).toContain('48 x 48 pixels');
});

test.each([
	['absent', '', 'No photo found for "nora@x.example"'],
	[
		'absent',
		'MailboxNotEnabledForRESTAPI',
		'No photo found for "nora@x.example", who has no Exchange Online mailbox',
	],
	['notTaken', '', 'Microsoft did not accept the photo for "nora@x.example"'],
] as const)('%s %s', (reason, code, expected) => {
	expect(sentence(photoRefusal(reason, code), asked(PHOTO))).toContain(expected);
});

test.each([
	['120 x 120', "in the chosen 'Size'; it has 120 x 120 pixels"],
	[undefined, "in the chosen 'Size'"],
])('another size: %j', (size, expected) => {
	expect(sentence(photoRefusal('otherSize', '', size), asked(PHOTO))).toBe(
		`The photo of "nora@x.example" is not available ${expected}`,
	);
});

test('what to do about an absent photo', () => {
	expect(explain(photoRefusal('absent'), asked(PHOTO))?.description).toContain("'If Not Found'");
});

test('a file that is not JPEG: that is said first, and how to convert it', () => {
	const { message, description } =
		explain(photoRefusal('otherType', 'BadRequest', 'PNG'), asked(PHOTO, WRITES)) ?? {};
	expect(message).toMatch(/^Microsoft documents only JPEG .* the PNG file for "nora@x\.example"$/);
	expect(description).toContain('Edit Image');
});

describe('forbidden by the mailbox policy', () => {
	test.each(['ForbiddenByPolicy', 'invalid_role'])('%s', (code) => {
		for (const graph of [{}, WRITES, { ...WRITES, scopes: ['ProfilePhoto.ReadWrite.All'] }]) {
			const { message, description } = explain(refused(403, code), asked(PHOTO, graph)) ?? {};
			expect(message).toMatch(/^The organization's mailbox policy .* "nora@x\.example"/);
			expect(`${message} ${description}`).not.toMatch(/needs the permission|Choose/);
			expect(description).toContain("Larger 'Permissions' in the credential do not help");
		}
	});
});

describe('a change that is refused', () => {
	const said = (graph: Partial<RequestPlan>): string => {
		const { message, description } =
			explain(refused(403, 'ErrorAccessDenied'), asked(PHOTO, graph)) ?? {};
		return `${message} | ${description}`;
	};
	const either = {
		changes: ['photo'],
		permission: 'ProfilePhoto.ReadWrite.All or User.ReadWrite.All',
	};

	test.each(['ProfilePhoto.ReadWrite.All', 'User.ReadWrite.All'])(
		'although %s is granted: the role',
		(scope) => {
			const text = said({ ...either, scopes: [scope] });
			expect(text).toMatch(/has the permission .* role User Administrator, People Administrator/);
			expect(text).not.toMatch(/Choose|it needs the permission/);
		},
	);

	test('without the permission: both', () => {
		const text = said({ ...either, scopes: ['User.Read'] });
		expect(text).toMatch(
			/needs the permission ProfilePhoto\.ReadWrite\.All or User\.ReadWrite\.All; and/,
		);
		expect(text).toMatch(/Choose Read and Write/);
	});

	test("one's own: no role", () => {
		const own = { changes: ['photo'], permission: 'User.ReadWrite', user: undefined };
		expect(said({ ...own, scopes: ['User.Read'] })).toMatch(
			/needs the permission User\.ReadWrite \|/,
		);
		expect(said({ ...own, scopes: ['User.ReadWrite'] })).toMatch(/^The organization does not let/);
	});
});

test('a right that is missing: to read or to change', () => {
	const toRead = sentence(refused(403, 'Forbidden'), asked(PHOTO, { permission: 'P.Read' }));
	expect(toRead).toContain('P.Read');
	const toChange = sentence(refused(403, 'Forbidden'), asked(PHOTO, WRITES));
	expect(toChange).toContain('to change the photo of "nora@x.example"');
	expect(toChange).toContain('ProfilePhoto.ReadWrite.All');
});

test('an unknown user keeps the sentence of its own', () => {
	for (const path of [PHOTO, '/users/nora/photo', '/users/nora/photos/48x48/$value']) {
		expect(sentence(refused(404, 'Request_ResourceNotFound'), asked(path))).toBe(
			`No user found for "nora@x.example" in 'User'. If this is a mail address, choose By Mail`,
		);
		expect(sentence(refused(404, 'ResourceNotFound'), asked(path))).toContain(
			'Found no photo of "nora@x.example", or no such user',
		);
	}
});
