import { OPEN_EXTENSIONS } from './customAttributes';

/**
 * The query options that ask for these fields of one user. Open extensions are a relationship, which
 * comes expanded (docs/graph.md#open-extensions).
 */
export function selectQuery(names: readonly string[]): Record<string, string> {
	if (!names.includes(OPEN_EXTENSIONS)) return { $select: names.join(',') };
	const others = names.filter((name) => name !== OPEN_EXTENSIONS && name !== 'id');
	return { $select: ['id', ...others].join(','), $expand: OPEN_EXTENSIONS };
}
