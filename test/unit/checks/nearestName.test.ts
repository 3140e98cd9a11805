import { nearestName } from '../../../nodes/Office365Users/checks/nearestName';
import { USER_PROPERTY_NAMES } from '../../../nodes/Office365Users/users/userProperties';

test.each([
	['jobtitle', 'jobTitle'],
	['JobTitle', 'jobTitle'],
	['jobTitel', 'jobTitle'],
	['departement', 'department'],
	['displayname', 'displayName'],
	['userPrincipleName', 'userPrincipalName'],
	['userprincipal', 'userPrincipalName'],
	['officeLocaton', 'officeLocation'],
	['surename', 'surname'],
	['bussinessPhones', 'businessPhones'],
	['mobilephon', 'mobilePhone'],
	['mails', 'mail'],
	['citty', 'city'],
])('%s is meant to be %s', (misspelt, meant) => {
	expect(nearestName(misspelt, USER_PROPERTY_NAMES)).toBe(meant);
});

test.each(['shoeSize', 'favouriteColour', 'xyzzyplugh', 'extension_0123_x'])(
	'%s is like none',
	(name) => {
		expect(nearestName(name, USER_PROPERTY_NAMES)).toBeUndefined();
	},
);

test('the nearer of two wins, whatever their order', () => {
	expect(nearestName('mailNicknam', ['mail', 'mailNickname'])).toBe('mailNickname');
	expect(nearestName('mailNicknam', ['mailNickname', 'mail'])).toBe('mailNickname');
});

test('nothing is near to nothing', () => {
	expect(nearestName('city', [])).toBeUndefined();
});
