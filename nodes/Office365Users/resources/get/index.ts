/** Get: a user's profile, their managers and their reports. */
import type { Operation } from '../../execution/operation';
import { directReports } from './directReports';
import { managementChain } from './managementChain';
import { manager } from './manager';
import { myProfile } from './myProfile';
import { userProfile } from './userProfile';

export const get: Operation[] = [directReports, managementChain, manager, myProfile, userProfile];
