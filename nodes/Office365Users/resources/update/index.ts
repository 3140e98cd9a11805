/** Update: fields of a user and the manager. */
import type { Operation } from '../../execution/operation';
import { manager } from './manager';
import { myProfile } from './myProfile';
import { user } from './user';

export const update: Operation[] = [manager, myProfile, user];
