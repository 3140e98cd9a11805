/**
 * Options that are there without a value. n8n leaves out an option whose expression gives undefined,
 * which is what a misspelt or missing field gives: the result would be as wide as without the option.
 */
import { InvalidParameterError } from '../checks/invalidParameterError';
import type { Parameter } from './operation';
import type { Step } from './request';

/**
 * A step that refuses the `narrowing` options that are set and have no value for this item. Of one
 * expression for all of Options nobody can tell: what is undefined in its object is not in it.
 */
export function withValues(parameters: readonly Parameter[]): Step {
	const narrowing = parameters.flatMap(({ options = [], narrowing: names = [] }) =>
		options.filter(({ name }) => names.includes(name)),
	);
	return function (_request, given) {
		if (narrowing.length === 0) return;
		const raw = this.getNode().parameters.options;
		for (const { name, displayName } of narrowing) {
			if (given[name] === undefined && isIn(raw, name)) {
				throw new InvalidParameterError(
					`'${displayName}' is empty: its expression gives no value for this item`,
					'Check the name of the field in the expression, or remove the option',
				);
			}
		}
	};
}

const isIn = (options: unknown, name: string): boolean =>
	typeof options === 'object' && options !== null && name in options;
