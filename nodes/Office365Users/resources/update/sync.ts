import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { trueOrFalse } from '../../checks/trueOrFalse';
import { wholeNumber } from '../../checks/wholeNumber';
import type { Operation, Parameter } from '../../execution/operation';
import { runInput } from '../../execution/runSettings';
import { emptyValuesOption } from './emptyValues';
import { updateSentence } from './messages';
import { type ColumnsParameter, rowOf } from './syncColumns';
import { wantedRow } from './syncRow';
import { SyncedUser } from './syncUser';

const columns: INodeProperties = {
	displayName: 'Columns',
	name: 'columns',
	type: 'resourceMapper',
	noDataExpression: true,
	default: { mappingMode: 'autoMapInputData', value: null },
	required: true,
	description:
		'What the users are to have. Each item is a row of the list; the column to match on says which user it is about.',
	builderHint: {
		propertyHint:
			"With mappingMode 'autoMapInputData' and value null the fields of the items are columns by name: jobTitle, 'Job Title' or job_title. A field that is none fails its item, unless options.unknownColumns is 'ignore'. An agent's tool has no items: take 'defineBelow'. matchingColumns holds one name: userPrincipalName, id, mail, employeeId or onPremisesSamAccountName.",
	},
	typeOptions: {
		resourceMapper: {
			resourceMapperMethod: 'userColumns',
			mode: 'update',
			fieldWords: { singular: 'column', plural: 'columns' },
			// Without addAllFields: false, which would take out the column to match on too, and n8n then
			// shows no column at all (docs/n8n.md#resource-mapper).
			multiKeyMatch: false,
			supportAutoMap: true,
			matchingFieldsLabels: {
				title: 'Column to Match On',
				description: 'It needs a value in every row, which exactly one user may have',
				hint: 'Tells which user a row of the list is about',
			},
		},
	},
};

const options: INodeProperties[] = [
	emptyValuesOption,
	{
		displayName: 'Preview Only',
		name: 'dryRun',
		type: 'boolean',
		default: true,
		description: 'Whether to compare only: the results say what would be changed, and nothing is',
		builderHint: { propertyHint: 'Left out, the changes are made' },
	},
	{
		displayName: 'Return Unchanged Users',
		name: 'returnUnchanged',
		type: 'boolean',
		default: true,
		description: 'Whether users who have everything already are returned, too',
	},
	{
		displayName: 'Stop If More Than',
		name: 'maxChanges',
		type: 'number',
		default: 100,
		typeOptions: { minValue: 0 },
		description:
			'The most users to change in one run. If more of them differ from the list, nothing is changed for anyone and the items fail.',
		builderHint: { propertyHint: 'Left out, there is no such limit' },
	},
	{
		displayName: 'Unknown Columns',
		name: 'unknownColumns',
		type: 'options',
		default: 'refuse',
		description:
			'What to do with fields of the input that are no columns, when these are mapped automatically',
		options: [
			{ name: 'Leave Out', value: 'ignore', description: 'Such fields are left out' },
			{ name: 'Refuse', value: 'refuse', description: 'The item fails with a message' },
		],
	},
];

const list: Parameter = {
	properties: [columns],
	options,
	step({ graph }, { emptyValues = 'skip', unknownColumns, dryRun, maxChanges, returnUnchanged }) {
		// As the workflow holds it: evaluating the whole parameter would go through its long schema.
		const parameter = (this.getNode().parameters.columns ?? {}) as ColumnsParameter;
		const mapped = this.getNodeParameter('columns.value', {}, { skipValidation: true });
		const input = this.getInputData().json;
		const isPreview = trueOrFalse(dryRun, 'Preview Only');
		const returnsUnchanged = trueOrFalse(returnUnchanged, 'Return Unchanged Users', true);
		const most =
			maxChanges === undefined ? undefined : wholeNumber(maxChanges, 'Stop If More Than', 0);
		const listed = rowOf(
			parameter,
			(mapped ?? {}) as IDataObject,
			{ item: input, all: () => runInput(this).items.map(({ json }) => json) },
			unknownColumns === 'ignore',
		);
		const row = wantedRow(listed, emptyValues, this.getTimezone());
		// Known by ID once it has been read.
		const target = { ...row.user, lookUp: undefined };
		const synced = new SyncedUser(row, target, () => ({
			isPreview,
			most,
			together: graph.batches,
			asker: graph,
			timezone: this.getTimezone(),
			ignoresUnknown: parameter.mappingMode === 'autoMapInputData' && unknownColumns === 'ignore',
		}));
		graph.user = target;
		graph.userColumn = listed.matching.displayName;
		graph.changes = columnNames(row);
		graph.prepare = {
			isNeeded: true,
			read: synced.read,
			compare(using) {
				synced.compare(using);
				graph.unchanged = !synced.isChanged || isPreview;
				if (!synced.isChanged) graph.noteAs = 'unchanged';
				else if (isPreview) graph.noteAs = 'wouldChange';
				if (synced.isChanged) graph.changes = synced.names;
			},
		};
		graph.perform = async (client, _readUser, using) => {
			await synced.write(client, using);
			return synced.isChanged || returnsUnchanged ? [{ json: synced.result }] : [];
		};
	},
};

const columnNames = ({ values, custom, manager }: ReturnType<typeof wantedRow>): string[] => [
	...[...values.keys(), ...custom].map(({ name }) => name),
	...(manager === undefined ? [] : ['manager']),
];

export const sync: Operation = {
	value: 'sync',
	name: 'Sync Users',
	action: 'Sync users with list',
	description: 'Bring users to what a list says: compare first, then change only what differs',
	builderHint:
		'For a list, such as from HR: each item is one row, without a loop. Begin with options.dryRun: true and show the changes to a person; then without it, with options.maxChanges as a guard.',
	request: { method: 'PATCH', path: '/users' },
	permission: 'User.ReadWrite.All',
	parameters: [list],
	explain: updateSentence,
};
