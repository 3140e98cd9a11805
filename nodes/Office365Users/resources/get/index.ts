/** Get: what is known of one user, and of those above and below. */
import type { INodePropertyOptions } from 'n8n-workflow';

import { directReports } from './directReports';
import { managementChain } from './managementChain';
import { manager } from './manager';
import { myProfile } from './myProfile';
import { userProfile } from './userProfile';

export const get: INodePropertyOptions[] = [
	directReports,
	managementChain,
	manager,
	myProfile,
	userProfile,
];
