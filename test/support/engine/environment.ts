/**
 * Jest's Node environment that remembers rejections nobody was looking at. Jest forgives those that
 * are looked at later; a process such as n8n's is told of them all the same.
 */
import type { Circus } from '@jest/types';
import { TestEnvironment } from 'jest-environment-node';

export default class WatchfulEnvironment extends TestEnvironment {
	handleTestEvent = (event: Circus.Event): void => {
		if (event.name === 'test_start') this.global.unhandledRejections = [];
		if (event.name === 'error' && event.promise) {
			(this.global.unhandledRejections as string[]).push(String(event.error));
		}
	};
}
