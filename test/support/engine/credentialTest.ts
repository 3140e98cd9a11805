/** Tests a credential as the button in n8n's credential dialog does (CredentialsTester of n8n 2.41). */
import { ExecuteContext, RoutingNode } from 'n8n-core';
import {
	createEmptyRunExecutionData,
	type ICredentialsDecrypted,
	type INode,
	type INodeType,
	Workflow,
} from 'n8n-workflow';
import { NoOp } from 'n8n-nodes-base/dist/nodes/NoOp/NoOp.node';

import { MemoryCredentials, type StoredCredential, TYPES } from './credentials';
import { additionalDataFor } from './engine';

const ID = '1';

interface Verdict {
	status: 'OK' | 'Error';
	message: string;
}

/** What n8n reads of an error here. */
interface Failure {
	message: string;
	cause?: { response?: { status: number; statusText: string }; code?: string };
}

/** @returns what the dialog shows, and the credential as it is stored afterwards */
export async function testCredential(
	stored: StoredCredential,
): Promise<Verdict & { stored: StoredCredential }> {
	const { type } = stored;
	const { test } = TYPES[type];
	if (!test) throw new Error(`${type} has no test`);
	const node: INode = {
		id: 'temp',
		name: 'Temp-Node',
		type: 'n8n-nodes-base.noOp',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
		credentials: { [type]: { id: ID, name: 'Credential 1' } },
	};
	const nodeType: INodeType = {
		description: {
			...new NoOp().description,
			credentials: [{ name: type, required: true }],
			properties: [
				{
					displayName: 'Temp',
					name: 'temp',
					type: 'string',
					default: '',
					routing: { request: test.request },
				},
			],
		},
	};
	const workflow = new Workflow({
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes: {
			getByName: () => nodeType,
			getByNameAndVersion: () => nodeType,
			getKnownTypes: () => ({}),
		},
	});
	const helper = new MemoryCredentials({ [ID]: stored });
	const additionalData = { ...additionalDataFor(helper, [node]), currentNodeParameters: {} };
	const decrypted: ICredentialsDecrypted = {
		id: ID,
		name: 'Credential 1',
		type,
		data: helper.resolved(structuredClone(stored.data), type, additionalData, 'internal'),
	};
	const verdict = (status: Verdict['status'], message: string) => ({
		status,
		message,
		stored: helper.stored[ID],
	});
	try {
		await new RoutingNode(
			new ExecuteContext(
				workflow,
				node,
				additionalData,
				'internal',
				createEmptyRunExecutionData(),
				0,
				[],
				{ main: [[{ json: {} }]] },
				{ node, data: { main: [] }, source: null },
				[],
			),
			nodeType,
			decrypted,
		).runNode();
	} catch (error) {
		const { message, cause } = error as Failure;
		if (cause?.response) {
			const { status, statusText } = cause.response;
			for (const { type: kind, properties } of test.rules ?? []) {
				if (kind === 'responseCode' && properties.value === status) {
					return verdict('Error', properties.message);
				}
			}
			return verdict('Error', statusText || `Received HTTP status code: ${status}`);
		}
		return verdict('Error', cause?.code ?? message);
	}
	return verdict('OK', 'Connection successful!');
}
