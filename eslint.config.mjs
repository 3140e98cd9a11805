// All of n8n's own rules for what is published; typescript-eslint for the tests and the sandbox.
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
	// The only runtime dependency is Microsoft's own sign-in library: current certificate standards and
	// managed identities need it. n8n's cloud allows no dependencies, so the package is for self-hosted n8n.
	{ files: ['package.json'], rules: { '@n8n/community-nodes/no-runtime-dependencies': 'off' } },
	{
		files: ['credentials/entra/msal.ts'],
		rules: { '@n8n/community-nodes/no-restricted-imports': 'off' },
	},
	// The parameter is called Fields everywhere, also where its list cannot be loaded.
	{
		files: ['nodes/Office365Users/parameters/selectFields.ts'],
		rules: {
			'n8n-nodes-base/node-param-display-name-wrong-for-dynamic-multi-options': 'off',
			'n8n-nodes-base/node-param-description-wrong-for-dynamic-multi-options': 'off',
		},
	},
	...tseslint.config({
		files: NOT_PUBLISHED.map((folder) => `${folder}/*.ts`),
		extends: [tseslint.configs.strict],
		rules: { '@typescript-eslint/no-explicit-any': 'error' },
	}),
];
