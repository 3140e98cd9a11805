/**
 * Jest's Node environment with two additions. It remembers rejections that nobody handled in time:
 * Jest forgives those that are handled later; a process such as n8n's is told of them all the same.
 * And it keeps what outlives a test file.
 */
import type { Circus } from '@jest/types';
import { TestEnvironment } from 'jest-environment-node';

import type { IdleTenant } from '../tenant/startTenant';

/** Of the test files that this process has run. */
const idleTenants: IdleTenant[] = [];

export default class Environment extends TestEnvironment {
	async setup(): Promise<void> {
		await super.setup();
		this.global.idleTenants = idleTenants;
	}

	handleTestEvent = (event: Circus.Event): void => {
		if (event.name === 'test_start') this.global.unhandledRejections = [];
		if (event.name === 'error' && event.promise) {
			(this.global.unhandledRejections as string[]).push(String(event.error));
		}
	};
}
