/** Unit tests, the tenant's own tests and engine tests; everything speaks over real sockets. */
module.exports = {
	testEnvironment: 'node',
	testMatch: ['<rootDir>/test/{unit,tenant,engine}/**/*.test.ts'],
	setupFiles: ['<rootDir>/test/engine/harness/setup.ts'],
	transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: '<rootDir>/test/tsconfig.json' }] },
	collectCoverageFrom: ['nodes/**/*.ts', 'credentials/**/*.ts'],
	coverageThreshold: { global: { lines: 95 } },
	coverageReporters: ['text', 'json-summary'],
	modulePathIgnorePatterns: [
		'<rootDir>/dist/',
		'<rootDir>/sandbox/n8n/',
		'<rootDir>/sandbox/tenant/',
	],
	testTimeout: 30_000,
	// Jest leaves one core to others; on two that is half.
	maxWorkers: '100%',
};
