/** What the editor offered when people saved their workflows, it still offers (saved/README.md). */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { Office365UsersAppApi } from '../../credentials/Office365UsersAppApi.credentials';
import { Office365UsersOAuth2Api } from '../../credentials/Office365UsersOAuth2Api.credentials';
import { Office365Users } from '../../nodes/Office365Users/Office365Users.node';
import { broken, type Contract, contractOf } from '../support/engine/publicContract';

const FOLDER = join(__dirname, 'saved');
const { WRITE_CONTRACT: version } = process.env;
const now = contractOf(new Office365Users().description, [
	new Office365UsersOAuth2Api(),
	new Office365UsersAppApi(),
]);

if (version) {
	const file = join(FOLDER, `contract-${version}.json`);
	writeFileSync(file, JSON.stringify(now), { flag: 'wx' });
}

const agreed = (file: string): Contract =>
	JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Contract;
const FILES = readdirSync(FOLDER).filter((name) => /^contract.*\.json$/.test(name));

it.each(FILES)('the node still offers everything in %s', (file) => {
	expect(broken(agreed(file), now)).toEqual([]);
});

describe('the contract is broken when', () => {
	const contract = (): Contract => structuredClone(agreed('contract.json'));
	const profile = 'get userProfile';

	it('a parameter, an option or a value is gone', () => {
		const less = contract();
		const { parameters } = less.operations[profile];
		Reflect.deleteProperty(parameters, 'selectFields');
		Reflect.deleteProperty(parameters.options.entries ?? {}, 'ifNotFound');
		Reflect.deleteProperty(parameters.user.modes ?? {}, 'upn');
		parameters.authentication.values = 'oAuth2';
		expect(broken(contract(), less)).toEqual([
			`${profile}: authentication values: no appOnly`,
			`${profile}: user mode upn: undefined, not "string"`,
			`${profile}: selectFields is gone`,
			`${profile}: options ifNotFound is gone`,
		]);
	});

	it('an operation or a credential is gone', () => {
		const less = contract();
		Reflect.deleteProperty(less.operations, profile);
		Reflect.deleteProperty(less.credentialTypes, 'office365UsersAppApi');
		expect(broken(contract(), less)).toEqual([
			'office365UsersAppApi: is gone',
			`${profile}: is gone`,
		]);
	});

	it('a type or a default has changed', () => {
		const other = contract();
		const { options } = other.operations[profile].parameters;
		Object.assign(options.entries?.maxRetries ?? {}, { default: 4 });
		Object.assign(options.entries?.batchRequests ?? {}, { type: 'options' });
		expect(broken(contract(), other)).toEqual([
			`${profile}: options batchRequests type: "options", not "boolean"`,
			`${profile}: options maxRetries default: 4, not 8`,
		]);
	});

	it('a parameter no longer shows', () => {
		const other = contract();
		const { views } = other.operations['update manager'];
		views[0].shown = views[0].shown.replace('manager, ', '');
		expect(broken(contract(), other)).toEqual(['update manager: with {}: no manager']);
	});

	it('something is gone, not when something is new', () => {
		const more = contract();
		const { parameters } = more.operations[profile];
		more.operations['get everything'] = more.operations[profile];
		parameters.another = { type: 'string', default: '' };
		parameters.user.modes = { ...parameters.user.modes, mail: 'string' };
		parameters.selectFields.values += ', anotherField';
		expect(broken(contract(), more)).toEqual([]);
	});
});
