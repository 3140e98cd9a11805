/** Update: fields of a user and the manager. */
import type { Operation } from '../../execution/operation';
import { manager } from './manager';
import { myProfile } from './myProfile';
import { sync } from './sync';
import { user } from './user';

export const update: Operation[] = [manager, sync, myProfile, user];
