/** Update: fields of a user and the manager. */
import type { INodePropertyOptions } from 'n8n-workflow';

import { manager } from './manager';
import { myProfile } from './myProfile';
import { user } from './user';

export const update: INodePropertyOptions[] = [manager, myProfile, user];
