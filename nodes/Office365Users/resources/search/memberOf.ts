/** The options Member Of and Include Nested: the users of a group instead of all users. */
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { trueOrFalse } from '../../checks/trueOrFalse';
import { quoted } from '../../checks/text';
import type { Parameter } from '../../execution/operation';
import type { RequestPlan } from '../../execution/request';
import { isGranted } from '../../messages/permissionHint';
import { GraphError } from '../../transport/graphError';
import { segment } from '../../transport/graphUrl';
import { castPages } from './castPages';
import { groupRef } from './groupRef';
import { withMemberActivity } from './memberActivity';

export const memberOf: Parameter = {
	options: [
		{
			displayName: 'Member Of',
			name: 'memberOf',
			type: 'resourceLocator',
			default: { mode: 'list', value: '' },
			description:
				'Only users who are members of this group. Needs the permission GroupMember.Read.All.',
			modes: [
				{
					displayName: 'From List',
					name: 'list',
					type: 'list',
					placeholder: 'Choose a group...',
					typeOptions: { searchListMethod: 'searchGroups', searchable: true },
				},
				{
					displayName: 'By ID',
					name: 'id',
					type: 'string',
					placeholder: 'e.g. 02bd9fd6-8f93-4758-87c3-1fb73740a315',
					hint: 'The object ID of the group, or the address of its page in the Microsoft Entra admin center',
				},
			],
		},
		{
			displayName: 'Include Nested',
			name: 'includeNested',
			type: 'boolean',
			default: true,
			description:
				"Whether 'Member Of' includes the members of groups within the group, each user once",
		},
	],
	narrowing: ['memberOf'],
	step(request, { memberOf: given, includeNested }) {
		if (given === undefined) return;
		const { options } = this.getNode().parameters;
		const group = groupRef(given, 'Member Of', (options as IDataObject | undefined)?.memberOf);
		const isNested = trueOrFalse(includeNested, 'Include Nested', true);
		const { graph } = request;
		// The cast leaves out devices, contacts and the groups themselves (docs/graph.md#group-members).
		request.url = `/groups/${segment(group.id)}/${isNested ? 'transitiveMembers' : 'members'}/microsoft.graph.user`;
		request.headers.ConsistencyLevel = 'eventual';
		request.qs.$count = 'true';
		graph.relationship = 'the members of a group';
		// A number comes with an advanced query only.
		graph.pages = (send) =>
			graph.counted && !graph.chosenBy ? send : withMemberActivity(castPages(send), send);
		graph.needs = [
			...(graph.needs ?? []),
			{ option: 'Member Of', permission: 'GroupMember.Read.All' },
		];
		graph.finish = (items) => {
			if (isIdsOnly(items, graph) && isGranted(graph, 'User.Read.All') !== true) {
				graph.run?.notes.say(IDS_ONLY);
			}
			return items;
		};
		const { explain } = graph;
		graph.explain = (error, asked) =>
			isNoGroup(error, group.id)
				? {
						message: `No group found for ${quoted(group.label)} in 'Member Of'`,
						hint: 'Choose the group again, or check its ID: a user or a deleted group has an ID of the same form',
					}
				: explain?.(error, asked);
	},
};

/** Microsoft Graph names members that the caller may not read, and nothing else of them. */
const IDS_ONLY =
	'Microsoft Graph returned the members of the group with their IDs only: reading their fields needs the permission User.Read.All';

const isIdsOnly = (
	items: readonly INodeExecutionData[],
	{ fields, counted }: RequestPlan,
): boolean =>
	counted !== true &&
	items.length > 0 &&
	(fields?.names.length ?? 0) > 1 &&
	items.every(({ json }) => Object.values(json).filter((value) => value !== null).length <= 1);

const isNoGroup = ({ status, message }: GraphError, id: string): boolean =>
	status === 404 && message.toLowerCase().includes(id.toLowerCase());
