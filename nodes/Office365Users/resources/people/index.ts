/** People: who is relevant to a user. */
import type { Operation } from '../../execution/operation';
import { myPeople } from './myPeople';
import { relevantPeople } from './relevantPeople';

export const people: Operation[] = [myPeople, relevantPeople];
