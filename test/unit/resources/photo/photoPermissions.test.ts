import { photoPermission } from '../../../../nodes/Office365Users/resources/photo/photoPermissions';
import { ME, userRef } from '../../../../nodes/Office365Users/users/userRef';

const nora = userRef('nora@x.example', 'User');

// docs/graph.md#permissions and docs/graph.md#photo-permissions.
test.each([
	[{}, 'User.Read', 'User.ReadWrite'],
	[{ user: ME }, 'User.Read', 'User.ReadWrite'],
	[
		{ user: nora },
		'User.ReadBasic.All or ProfilePhoto.Read.All',
		'ProfilePhoto.ReadWrite.All or User.ReadWrite.All',
	],
	[
		{ user: nora, appOnly: true },
		'ProfilePhoto.Read.All or User.Read.All',
		'ProfilePhoto.ReadWrite.All or User.ReadWrite.All',
	],
])('%j', (graph, read, change) => {
	expect(photoPermission(graph, 'read')).toBe(read);
	expect(photoPermission(graph, 'change')).toBe(change);
});
