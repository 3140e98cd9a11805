/** The place between two rounds of Get Changed Users, and who keeps it. */
import type { IExecuteSingleFunctions, INodeProperties } from 'n8n-workflow';

import { InvalidParameterError } from '../../checks/invalidParameterError';
import { quoted } from '../../checks/text';
import { credentialType, itemCredential } from '../../execution/credential';
import type { Parameter } from '../../execution/operation';
import type { Run } from '../../execution/run';
import { roundOptions, roundOptionsOf } from './changesOptions';
import { fieldsOf, MOST_PLACES, type Place, remember, type StaticData } from './places';
import { beginning, givenLink, readFrom } from './rounds';

const properties: INodeProperties[] = [
	{
		displayName: 'Place Between Runs',
		name: 'state',
		type: 'options',
		default: 'workflow',
		description: 'Where the place between two rounds is kept',
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
		description: 'The link from the last item of the round before; empty for a first round',
	},
];

/** The rounds that the items of a run have begun: one serves them all. */
const begun = new WeakMap<object, Set<string>>();

/** @returns false where an item of the run has begun this round already */
function begins(run: object, round: string): boolean {
	const rounds = begun.get(run) ?? new Set();
	begun.set(run, rounds);
	return rounds.size < rounds.add(round).size;
}

export const sinceLastRound: Parameter = {
	properties,
	options: roundOptions,
	async step(request, options) {
		const inWorkflow = this.getNodeParameter('state', 'workflow') !== 'item';
		const wanted = roundOptionsOf(options, inWorkflow);
		const given = inWorkflow ? '' : (this.getNodeParameter('deltaLink', '') ?? '');
		if (typeof given !== 'string') {
			throw new InvalidParameterError(`'Delta Link' must be text, not ${quoted(given)}`);
		}
		const { graph } = request;
		const credential = inWorkflow ? await credentialName(this, graph.run) : '';
		const staticData = (): StaticData => this.getWorkflowStaticData('node');
		const say = (line: string): void => {
			this.logger.warn(line, { node: this.getNode().name });
			graph.run?.notes.say(line);
		};
		let next: Place | undefined;
		graph.read = async (client, names, most) => {
			const asked = wanted.includeManager ? [...new Set([...names, 'manager'])] : names;
			const owner = { credential, fields: fieldsOf(asked) };
			// The other items of the run would find nothing new.
			const round = JSON.stringify([owner, wanted]);
			if (inWorkflow && !begins(graph.run ?? request, round)) return [];
			const from = inWorkflow
				? beginning(staticData(), owner, wanted, client.root)
				: givenLink(given.trim(), wanted, client.root);
			const reading = { most, onlyChanged: wanted.onlyChanged };
			const { entities, ...place } = await readFrom(client, asked, from, reading, say);
			next = { ...place, ...owner };
			if (from.fromNow && from.link === undefined) graph.run?.notes.say(FROM_NOW);
			return entities;
		};
		graph.finish = (items) => {
			if (next === undefined) return items;
			if (!inWorkflow) return [...items, { json: { deltaLink: next.deltaLink, isLast: true } }];
			const place = next;
			if (this.getMode() === 'manual') graph.run?.notes.say(MANUAL);
			// Only when the whole run has gone well does the next round begin behind this one.
			const keep = (): void => {
				if (this.getExecutionCancelSignal()?.aborted) return;
				if (remember(staticData(), place) > 0) say(FORGOTTEN);
			};
			if (graph.run) graph.run.onSuccess(keep);
			else keep();
			return items;
		};
	},
};

const FROM_NOW =
	'This is a first round without users: the next one returns whoever changes from now on';

const FORGOTTEN = `The workflow remembers the latest ${MOST_PLACES} places between rounds, one for each credential and choice of fields; an older one is forgotten, and its next round is a first one. Use several nodes, or 'Place Between Runs' set to Pass in the Items`;

const MANUAL =
	'A run in the editor leaves the place where it is: only runs of the published workflow move it';

/** Tells credentials apart, from one run to the next. */
async function credentialName(context: IExecuteSingleFunctions, run?: Run): Promise<string> {
	const node = context.getNode();
	const { account } = await itemCredential(context, run?.credential);
	return `${node.credentials?.[credentialType(node)]?.id ?? ''} ${account.slice(0, 16)}`.trim();
}
