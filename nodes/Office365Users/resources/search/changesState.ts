/** Where Get Changed Users keeps the place between rounds. */
import type { IExecuteSingleFunctions, INodeProperties } from 'n8n-workflow';

import { InvalidParameterError } from '../../checks/invalidParameterError';
import { quoted } from '../../checks/text';
import { credentialType, itemCredential } from '../../execution/credential';
import type { Parameter } from '../../execution/operation';
import type { Run } from '../../execution/run';
import { sameOrigin } from '../../transport/graphUrl';
import { readChanges } from './delta';

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

/** A place in the changes of one credential, with fields: those of a link cannot be changed. */
interface Place {
	readonly deltaLink: string;
	readonly fields: string;
	/** Missing in what version 0.1.0 has left. */
	readonly credential?: string;
}

/** What is kept in the workflow; one place in version 0.1.0, the latest places since. */
interface StaticData {
	remembered?: Place | Place[];
}

/** More credentials and selections of fields than this are not remembered. */
const MOST_PLACES = 20;

const isPlaceOf =
	({ credential, fields }: Pick<Place, 'credential' | 'fields'>) =>
	(place: Place): boolean =>
		place.fields === fields && (place.credential === undefined || place.credential === credential);

const placesIn = ({ remembered = [] }: StaticData): Place[] =>
	Array.isArray(remembered) ? remembered : [remembered];

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
	async step(request) {
		const inWorkflow = this.getNodeParameter('state', 'workflow') !== 'item';
		const given = inWorkflow ? '' : (this.getNodeParameter('deltaLink', '') ?? '');
		if (typeof given !== 'string') {
			throw new InvalidParameterError(`'Delta Link' must be text, not ${quoted(given)}`);
		}
		const { graph } = request;
		const credential = inWorkflow ? await credentialName(this, graph.run) : '';
		const staticData = (): StaticData => this.getWorkflowStaticData('node');
		let next: Place | undefined;
		graph.read = async (client, names, most) => {
			const fields = names.join(',');
			// The other items of the run would find nothing new.
			const round = `${credential} ${fields}`;
			if (inWorkflow && !begins(graph.run ?? request, round)) return [];
			const known = inWorkflow
				? placesIn(staticData()).find(isPlaceOf({ credential, fields }))?.deltaLink
				: given.trim();
			const link = checkedLink(known, client.root, inWorkflow);
			const say = (line: string): void => this.logger.warn(line, { node: this.getNode().name });
			const { deltaLink, entities } = await readChanges(client, names, link, say, most);
			next = { deltaLink, fields, credential };
			return entities;
		};
		graph.finish = (items) => {
			if (next === undefined) return items;
			if (!inWorkflow) return [...items, { json: { deltaLink: next.deltaLink, isLast: true } }];
			const place = next;
			// Only when the whole run has gone well does the next round begin behind this one.
			const remember = (): void => {
				const others = placesIn(staticData()).filter((known) => !isPlaceOf(place)(known));
				staticData().remembered = [...others.map((known) => ({ ...known })), place].slice(
					-MOST_PLACES,
				);
			};
			if (graph.run) graph.run.onSuccess(remember);
			else remember();
			return items;
		};
	},
};

/** Tells credentials apart, from one run to the next. */
async function credentialName(context: IExecuteSingleFunctions, run?: Run): Promise<string> {
	const node = context.getNode();
	const { key } = await itemCredential(context, run?.credential);
	return `${node.credentials?.[credentialType(node)]?.id ?? ''} ${key.slice(0, 16)}`.trim();
}

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
