// n8n's own rules in full over what is published; typescript-eslint over the tests and the sandbox.
import { config as n8n } from '@n8n/node-cli/eslint';
import tseslint from 'typescript-eslint';

const NOT_PUBLISHED = ['test/**', 'sandbox/**'];
const isGlobalIgnore = (entry) =>
	Object.keys(entry).every((key) => key === 'ignores' || key === 'name');

export default [
	{ ignores: ['dist/**', 'coverage/**', '**/node_modules/**', 'sandbox/n8n/.n8n-user/**'] },
	...n8n.map((entry) =>
		isGlobalIgnore(entry)
			? entry
			: { ...entry, ignores: [...(entry.ignores ?? []), ...NOT_PUBLISHED] },
	),
	...tseslint.config({
		files: NOT_PUBLISHED.map((folder) => `${folder}/*.ts`),
		extends: [tseslint.configs.strict],
		rules: { '@typescript-eslint/no-explicit-any': 'error' },
	}),
];
