/** Search: users found by name, by filter, or all of them. */
import type { INodePropertyOptions } from 'n8n-workflow';

import { changes } from './changes';
import { users } from './users';

export const search: INodePropertyOptions[] = [changes, users];
