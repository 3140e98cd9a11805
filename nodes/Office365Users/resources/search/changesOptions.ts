/** What can be chosen for a round of Get Changed Users. */
import type { INodeProperties } from 'n8n-workflow';

import { InvalidParameterError } from '../../checks/invalidParameterError';
import { trueOrFalse } from '../../checks/trueOrFalse';
import type { Options } from '../../execution/request';

const firstRound: INodeProperties = {
	displayName: 'First Round',
	name: 'firstRound',
	type: 'options',
	default: 'everyone',
	description: 'Who is returned the first time, while there is no place to go on from',
	options: [
		{ name: 'Everyone', value: 'everyone', description: 'All users of the tenant' },
		{
			name: 'None',
			value: 'none',
			description: 'Nobody: the next round returns what has changed from now on',
		},
	],
};

const onlyChangedFields: INodeProperties = {
	displayName: 'Only Changed Fields',
	name: 'onlyChangedFields',
	type: 'boolean',
	default: false,
	description:
		'Whether to return only the fields that have changed, with the ID. Users who are returned for the first time have all of their fields.',
};

const includeManager: INodeProperties = {
	displayName: 'Include Manager',
	name: 'includeManager',
	type: 'boolean',
	default: false,
	description:
		'Whether to watch managers, too: a user whose manager has changed has the field manager, with the ID of the new one, or null if there is none any more. When everyone is returned once more, whoever has no manager has null.',
};

const repeatLastRound: INodeProperties = {
	displayName: 'Repeat Last Round',
	name: 'repeatLastRound',
	type: 'boolean',
	default: false,
	description:
		'Whether to begin where the last round began: its users are returned once more, with what has changed since. For when a later node failed, because n8n has kept the place all the same. Left on, every run begins there.',
};

const startOver: INodeProperties = {
	displayName: 'Start Over',
	name: 'startOver',
	type: 'boolean',
	default: false,
	description:
		'Whether to forget the place and begin with a first round. Left on, every run starts over: switch it off after one.',
};

export const roundOptions: readonly INodeProperties[] = [
	firstRound,
	onlyChangedFields,
	includeManager,
	repeatLastRound,
	startOver,
];

/** How a round is to be. */
export interface RoundOptions {
	/** The first round returns nobody. */
	readonly fromNow: boolean;
	readonly onlyChanged: boolean;
	readonly includeManager: boolean;
	readonly repeat: boolean;
	readonly startOver: boolean;
}

/**
 * @param given the values of the collection Options
 * @param inWorkflow whether the workflow remembers the place
 * @throws {InvalidParameterError} for values that cannot be used, and for those that exclude each other
 */
export function roundOptionsOf(given: Options, inWorkflow: boolean): RoundOptions {
	const isOn = ({ name, displayName }: INodeProperties): boolean =>
		trueOrFalse(given[name], displayName);
	const wanted = {
		fromNow: given.firstRound === 'none',
		onlyChanged: isOn(onlyChangedFields),
		includeManager: isOn(includeManager),
		repeat: isOn(repeatLastRound),
		startOver: isOn(startOver),
	};
	if (wanted.repeat && wanted.startOver) {
		throw new InvalidParameterError(
			"'Repeat Last Round' and 'Start Over' cannot be on together",
			'Switch one of them off',
		);
	}
	if (wanted.repeat && !inWorkflow) {
		throw new InvalidParameterError(
			"'Repeat Last Round' needs 'Place Between Runs' set to Remember in This Workflow",
			"To repeat a round here, hand over the link that it began with as 'Delta Link'",
		);
	}
	refuseFormat(given, wanted);
	return wanted;
}

/** The connector's format has all of its fields in every user, null where one is missing, and no manager. */
function refuseFormat(
	{ outputFormat }: Options,
	wanted: Pick<RoundOptions, 'onlyChanged' | 'includeManager'>,
): void {
	if (outputFormat !== 'connectorV1') return;
	const option = wanted.onlyChanged ? onlyChangedFields : wanted.includeManager && includeManager;
	if (!option) return;
	throw new InvalidParameterError(
		`'${option.displayName}' cannot be used with the 'Output Format' Power Automate Connector (V1), which ${option === includeManager ? 'has no manager' : 'always has all of its fields'}`,
		"Set 'Output Format' to Microsoft Graph",
	);
}
