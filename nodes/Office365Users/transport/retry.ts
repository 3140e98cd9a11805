export { LONGEST_RETRY_AFTER_MS } from './retryPolicy';
export type { Clock } from './clock';
