/** The rules themselves: each finds what it is meant to find, and accepts good text. */
import {
	articlesIn,
	forbiddenIn,
	jargonIn,
	notSentenceCase,
	notTitleCase,
	wrongFullStop,
} from '../support/wording';

test.each([
	['Get User Profile', []],
	['Sort by Name', []],
	['Start of Name or Address', []],
	['Get user profile', ['user', 'profile']],
	['the Name', ['the']],
	['Turn On With', []],
	['What to Look for', ['for']],
	['image/jpeg', []],
	['240x240', []],
])('title case of "%s"', (name, wrong) => {
	expect(notTitleCase(name)).toEqual(wrong);
});

test.each([
	['The fields to return', []],
	['The Fields To Return', ['Fields', 'To', 'Return']],
	['the fields', ['the']],
	['One. Two. Three Four.', ['Four']],
	["How 'Search Term' is compared", []],
	['Use Get User Profile for one user', []],
	['As Microsoft Graph writes it, with the ID', []],
	['Needs the permission User-LifeCycleInfo.Read.All', []],
])('sentence case of "%s"', (text, wrong) => {
	expect(notSentenceCase(text, ['Get User Profile', 'User'])).toEqual(wrong);
});

test.each([
	['One sentence', false],
	['One sentence.', true],
	['One. Two.', false],
	['One. Two', true],
	['With an example, e.g. This one', false],
	['In v1.0 of Graph', false],
])('full stop of "%s" wrong: %s', (text, wrong) => {
	expect(wrongFullStop(text)).toBe(wrong);
});

test('words', () => {
	expect(jargonIn('Calls the API')).toEqual(['API']);
	expect(jargonIn('Rapidly')).toEqual([]);
	expect(forbiddenIn('An error came')).toEqual(['error']);
	expect(forbiddenIn('Terrors')).toEqual([]);
	expect(articlesIn('Get the user')).toEqual(['the']);
	expect(articlesIn('Get another theme')).toEqual([]);
});
