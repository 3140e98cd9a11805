/** For the tests of what has not moved to the queue's new names. */
import { Outbox } from '../../../nodes/Office365Users/transport/outbox';
import { handClock } from './clock';
import { ROOT } from './requestQueue';

export { batchAnswer, get, type Part, partsOf, ROOT } from './requestQueue';

export const outbox = (clock = handClock()): Outbox => new Outbox(ROOT, clock, async () => {});
