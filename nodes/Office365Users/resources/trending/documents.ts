/** What the two operations on trending documents share. */
import type { PostReceiveAction } from 'n8n-workflow';

import { upToLimit } from '../../parameters/limit';
import { sending } from '../../parameters/options';
import { matchingDocuments } from '../../parameters/trendingFilter';
import { numbered } from '../../transport/numbers';
import { needs, type Step } from '../../transport/request';
import { fromMailbox } from '../../parameters/mailbox';

/** Microsoft names no largest page for these. */
const LARGEST_PAGE = 100;

export const documents: Step[] = [
	needs('Sites.Read.All, for a signed-in user (an app alone cannot read trending documents)'),
	fromMailbox,
	upToLimit(LARGEST_PAGE),
	matchingDocuments,
	sending,
];

/** `weight` comes as a text at times (graph-facts 2.9). */
export const documentsOutput: PostReceiveAction[] = [
	async (items) => items.map((item) => ({ ...item, json: numbered(item.json, 'weight') })),
];
