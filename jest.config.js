/** Unit tests, the tenant's own tests and engine tests; HTTP goes over real sockets. */
module.exports = {
	testEnvironment: '<rootDir>/test/support/engine/environment.ts',
	// All that is searched for tests and watched; without it jest would watch every folder of node_modules.
	roots: ['<rootDir>/nodes', '<rootDir>/credentials', '<rootDir>/test'],
	testMatch: ['<rootDir>/test/{unit,tenant,engine}/**/*.test.ts'],
	setupFiles: ['<rootDir>/test/support/engine/setup.ts'],
	transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: '<rootDir>/test/tsconfig.json' }] },
	collectCoverageFrom: ['nodes/**/*.ts', 'credentials/**/*.ts'],
	coverageThreshold: { global: { lines: 95 } },
	coverageReporters: ['text', 'json-summary'],
	testTimeout: 120_000,
	// By default jest leaves one core idle, which on a machine with two is half of it.
	maxWorkers: '100%',
};
