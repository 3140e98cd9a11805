/** Where Get Changed Users keeps the place between rounds. */
import type { INodeProperties } from 'n8n-workflow';

import { InvalidParameterError } from '../../checks/invalidParameterError';
import { quoted } from '../../checks/text';
import { readChanges } from './delta';
import type { Parameter } from '../../execution/operation';
import { sameOrigin } from '../../transport/graphUrl';

const properties: INodeProperties[] = [
	{
		displayName: 'Place Between Runs',
		name: 'state',
		type: 'options',
		default: 'workflow',
		description: 'Where the place between two rounds is kept; the first round returns everyone',
		options: [
			{
				name: 'Pass in the Items',
				value: 'item',
				description: 'The last item holds the link for the next round, for you to keep',
			},
			{
				name: 'Remember in This Workflow',
				value: 'workflow',
				description:
					'One round for each run of the published workflow; a manual run in the editor remembers nothing',
			},
		],
	},
	{
		displayName: 'Delta Link',
		name: 'deltaLink',
		type: 'string',
		default: '',
		placeholder: 'e.g. {{ $json.deltaLink }}',
		displayOptions: { show: { state: ['item'] } },
		description: 'The link from the last item of the round before; empty for a full round',
	},
];

/** What is kept in the workflow. The fields are baked into the link: other fields need a full round. */
interface Remembered {
	deltaLink?: string;
	fields?: string;
}

export const sinceLastRound: Parameter = {
	properties,
	step(request) {
		const inWorkflow = this.getNodeParameter('state', 'workflow') !== 'item';
		const given = inWorkflow ? '' : (this.getNodeParameter('deltaLink', '') ?? '');
		if (typeof given !== 'string') {
			throw new InvalidParameterError(`'Delta Link' must be a text, not ${quoted(given)}`);
		}
		const isFirst = this.getItemIndex() === 0;
		let next: Remembered = {};
		request.graph.read = async (client, names, most) => {
			// One round serves the whole run; the other items would find nothing new.
			if (inWorkflow && !isFirst) return [];
			const fields = names.join(',');
			const { remembered } = this.getWorkflowStaticData('node') as { remembered?: Remembered };
			const known =
				inWorkflow && remembered?.fields === fields ? remembered.deltaLink : given.trim();
			const link = checkedLink(known, client.root, inWorkflow);
			const say = (line: string): void => this.logger.warn(line, { node: this.getNode().name });
			const round = await readChanges(client, names, link, say, most);
			next = { deltaLink: round.deltaLink, fields };
			return round.entities;
		};
		// Only now that everything has gone well does the next round begin behind this one.
		request.graph.finish = (items) => {
			if (!inWorkflow) return [...items, { json: { deltaLink: next.deltaLink, isLast: true } }];
			if (isFirst) this.getWorkflowStaticData('node').remembered = { ...next };
			return items;
		};
	},
};

/** A link is an address that the access token goes to: only Graph's own will do. */
function checkedLink(
	link: string | undefined,
	root: string,
	inWorkflow: boolean,
): string | undefined {
	if (!link) return undefined;
	if (sameOrigin(link, root) && new URL(link).pathname === '/v1.0/users/delta') return link;
	// The credential now names another cloud: begin anew.
	if (inWorkflow) return undefined;
	throw new InvalidParameterError(
		`'Delta Link' is ${quoted(link)}, which is not a link that Get Changed Users returned`,
		'Take it from the last item of the round before, or leave it empty for a full round',
	);
}
