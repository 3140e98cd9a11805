/** Trending: documents that are popular around a user. */
import type { Operation } from '../../execution/operation';
import { myDocuments } from './myDocuments';
import { userDocuments } from './userDocuments';

export const trending: Operation[] = [myDocuments, userDocuments];
