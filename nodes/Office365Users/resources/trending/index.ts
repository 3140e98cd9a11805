/** Trending: documents that are popular around a user. */
import type { INodePropertyOptions } from 'n8n-workflow';

import { myDocuments } from './myDocuments';
import { userDocuments } from './userDocuments';

export const trending: INodePropertyOptions[] = [myDocuments, userDocuments];
