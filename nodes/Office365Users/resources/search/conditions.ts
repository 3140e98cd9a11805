/** The options Conditions and Match Conditions of Search Users. */
import { InvalidParameterError } from '../../checks/invalidParameterError';
import { quoted } from '../../checks/text';
import type { Parameter } from '../../execution/operation';
import { addFilter } from '../../parameters/filter';
import { conditionFilter, type GivenCondition } from '../../users/conditionFilter';
import { conditionOptions } from './conditionProperties';

/** Goes after the search term and before Filter: all of them must hold. */
export const conditions: Parameter = {
	options: conditionOptions,
	narrowing: ['conditions'],
	step(request, { conditions: given, matchConditions }) {
		const match = matchConditions === 'any' ? 'any' : 'all';
		const filter = conditionFilter(conditionsIn(given), match, this.getTimezone());
		if (filter === '') return;
		addFilter(request, filter, 'Conditions');
		request.graph.filteredBy = 'Conditions';
	},
};

/** @throws {InvalidParameterError} for what an expression gives instead of conditions */
function conditionsIn(given: unknown): GivenCondition[] {
	if (given === undefined || given === null) return [];
	const { condition: list } = given as { condition?: unknown };
	// So is an expression for all of it, which n8n drops; without this it would find everyone.
	if (list === undefined) {
		throw new InvalidParameterError(
			"'Conditions' is empty",
			'Add a condition or remove the option. An expression works in Field, Operator and Value, not for all of Conditions',
		);
	}
	const all: unknown[] = Array.isArray(list) ? list : [list];
	return all.map((condition) => {
		if (typeof condition === 'object' && condition !== null && !Array.isArray(condition)) {
			return condition;
		}
		throw new InvalidParameterError(
			`'Conditions' contains ${quoted(condition)}, which is not a condition with field, operator and value`,
		);
	});
}
