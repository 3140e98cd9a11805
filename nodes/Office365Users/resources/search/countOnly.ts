/** The option Count Only: how many there are instead of who they are (docs/graph.md#counting). */
import { trueOrFalse } from '../../checks/trueOrFalse';
import type { Parameter } from '../../execution/operation';
import type { Options } from '../../execution/request';
import { refusesAdvanced } from '../../users/graphTexts';
import { isPlainOnly } from '../../users/queryMode';

const isCounting = ({ countOnly: given }: Options): boolean => trueOrFalse(given, 'Count Only');

/** A parameter that says nothing about a count. */
export const unlessCounting = (parameter: Parameter): Parameter => ({
	...parameter,
	async step(request, options) {
		if (request.graph.counted !== true) await parameter.step?.call(this, request, options);
	},
});

/** Goes before the parameters that mean nothing with a count. */
export const counting: Parameter = {
	step({ graph }, options) {
		if (isCounting(options)) graph.counted = true;
	},
};

/** Goes after the parameters that choose users. */
export const countOnly: Parameter = {
	options: [
		{
			displayName: 'Count Only',
			name: 'countOnly',
			type: 'boolean',
			default: false,
			description:
				"Whether to return only how many users there are, as count; 'Return All', 'Limit', 'Fields', 'Sort' and 'Output Format' then have no effect",
		},
	],
	step({ graph, qs, headers }) {
		if (graph.counted !== true) return;
		graph.limit = Infinity;
		graph.fields = { names: ['id'], chosen: true, profilePerUser: false };
		if (qs.$filter && isPlainOnly(qs.$filter)) {
			// Graph counts in advanced mode only, which refuses this filter: the node counts what comes.
			graph.chosenBy ??= { names: [], keeps: () => true };
		}
		if (graph.chosenBy) return;
		headers.ConsistencyLevel = 'eventual';
		qs.$count = 'true';
		const { explain } = graph;
		graph.explain = (error, asked) =>
			refusesAdvanced(error, asked.query)
				? {
						message: "This tenant does not support 'Count Only'",
						hint: "Tenants for customers (Azure AD B2C, Microsoft Entra External ID) do not count users. Turn 'Count Only' off and 'Return All' on, and count the items",
					}
				: explain?.(error, asked);
	},
};
