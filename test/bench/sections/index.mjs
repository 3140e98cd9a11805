// The sections of the table; each has tenants and an n8n of its own.
import { cancel } from './cancel.mjs';
import { documentedChanges, documentedReads } from './documented.mjs';
import { limits, throttled } from './limits.mjs';
import { listing, tooMany } from './lists.mjs';
import { latency, lookups } from './lookups.mjs';
import { many, most } from './many.mjs';
import { parameters } from './parameters.mjs';
import { photos } from './photos.mjs';
import { queue } from './queue.mjs';
import { sync } from './sync.mjs';

/** `minutes`: about how long on two cores. */
export const sections = {
	lookups: { title: '1,000 look-ups', minutes: 2, run: lookups },
	latency: { title: 'Slower calls', minutes: 2, run: latency },
	many: { title: '10,000 look-ups', minutes: 3, run: many },
	most: { title: '100,000 look-ups', minutes: 1, run: most },
	throttled: { title: 'A tenant that allows little', minutes: 2, run: throttled },
	limits: { title: 'Requests of their own, under limits', minutes: 4, run: limits },
	documentedReads: { title: 'Documented limit of reads', minutes: 2, run: documentedReads },
	documentedChanges: { title: 'Documented limit of changes', minutes: 3, run: documentedChanges },
	cancel: { title: 'Cancelling', minutes: 1, run: cancel },
	listing: { title: '100,000 users listed', minutes: 4, run: listing },
	tooMany: { title: '150,000 users', minutes: 4, run: tooMany },
	photos: { title: 'Photos', minutes: 1, run: photos },
	queue: { title: 'The request queue', minutes: 1, run: queue },
	sync: { title: 'Sync Users', minutes: 1, run: sync },
	parameters: { title: 'Parameters that are not used', minutes: 1, run: parameters },
};
