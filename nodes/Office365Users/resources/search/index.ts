/** Search: users found by name, by filter, or all of them. */
import type { INodePropertyOptions } from 'n8n-workflow';

import { users } from './users';

export const search: INodePropertyOptions[] = [users];
