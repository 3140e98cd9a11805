/** A directory extension among the chosen fields that the tenant does not have. */
import { KnownAttributes } from '../execution/knownAttributes';
import type { RequestPlan } from '../execution/request';
import { unknownAttribute } from '../messages/unknownAttribute';
import { GraphError } from '../transport/graphError';
import { customAttribute } from '../users/customAttributes';
import { graphSays } from '../users/graphTexts';

const isExtension = (name: string): boolean => customAttribute(name)?.kind === 'directoryExtension';

/** Only a refusal makes the node look at the tenant's list: who names what there is pays nothing. */
export function explainUnknownAttribute(graph: RequestPlan, names: readonly string[]): void {
	if (!names.some(isExtension)) return;
	graph.explainRefusal = async (error, using) => {
		const unknown = error instanceof GraphError && graphSays(error, 'unknownProperty');
		if (!unknown || !isExtension(unknown)) return undefined;
		const all = await new KnownAttributes(using, graph).extensions();
		return all && unknownAttribute(unknown, all, 'Fields');
	};
}
