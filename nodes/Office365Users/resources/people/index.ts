/** People: who is relevant to a user. */
import type { INodePropertyOptions } from 'n8n-workflow';

import { myPeople } from './myPeople';
import { relevantPeople } from './relevantPeople';

export const people: INodePropertyOptions[] = [myPeople, relevantPeople];
