/** Search: users found by name or by filter, all of them, or those who have changed. */
import type { Operation } from '../../execution/operation';
import { changes } from './changes';
import { users } from './users';

export const search: Operation[] = [changes, users];
