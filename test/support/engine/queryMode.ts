/** Graph's two ways to answer a query (docs/graph.md#advanced-queries). */
import type { LogEntry } from './workbench';

/** The advanced mode takes the header and $count together; one without the other is neither. */
export function modeOf({ headers, query }: LogEntry): 'plain' | 'advanced' | 'half' {
	const header = headers.consistencylevel === 'eventual';
	if (header && query.$count === 'true') return 'advanced';
	return header || query.$count !== undefined ? 'half' : 'plain';
}
