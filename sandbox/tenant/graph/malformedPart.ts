import type { Malformation } from '../control/faultSchema.ts';

/** One entry of `responses` in the response of a batch. */
export interface PartAnswer {
	readonly id: string;
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: unknown;
}

/** What a batch says instead of `part`: entries that no client should rely on (POST /faults). */
export function malformed(part: PartAnswer, how: Malformation): unknown[] {
	const { id, status, headers, body } = part;
	switch (how) {
		case 'headerIsObject':
			return [{ ...part, headers: { ...headers, 'Retry-After': { seconds: 1 } } }];
		case 'headerIsArray':
			return [{ ...part, headers: { ...headers, 'Retry-After': ['1', ['2']] } }];
		case 'headersMissing':
			return [{ id, status, body }];
		case 'headersNull':
			return [{ ...part, headers: null }];
		case 'statusMissing':
			return [{ id, headers, body }];
		case 'statusIsString':
			return [{ ...part, status: String(status) }];
		case 'idMissing':
			return [{ status, headers, body }];
		case 'idIsNumber':
			return [{ ...part, id: Number(id) || 0 }];
		case 'idUnknown':
			return [{ ...part, id: `${id}-unknown` }];
		case 'bodyMissing':
			return [{ id, status, headers }];
		case 'partIsNull':
			return [null];
		case 'partMissing':
			return [];
		case 'partTwice':
			return [part, part];
	}
}
