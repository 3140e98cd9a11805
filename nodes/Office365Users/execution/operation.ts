/** An operation, said once: its words, its request, its parameters and its messages. */
import type { INodeProperties, INodePropertyOptions, PostReceiveAction } from 'n8n-workflow';

import type { Explainer } from '../messages/asked';
import { ME } from '../users/userRef';
import { beforeSend } from './beforeSend';
import type { Feature, Step } from './request';
import { knownNames } from './unknownNames';

/** What the editor shows, and the step that takes its value to the request. */
export interface Parameter {
	/** Where they are shown (resource, operation) follows from the operations that use them. */
	readonly properties?: readonly INodeProperties[];
	/** Entries of the collection Options; the same holds for them. */
	readonly options?: readonly INodeProperties[];
	readonly step?: Step;
	/** What the value does to the results. */
	readonly output?: PostReceiveAction;
}

export interface Operation {
	/** The value of `operation`; saved workflows depend on it. */
	readonly value: string;
	/** As the editor lists it. */
	readonly name: string;
	readonly action: string;
	readonly description: string;
	readonly request: {
		readonly method: 'GET' | 'PATCH' | 'PUT' | 'DELETE';
		/** Below /v1.0; the parameter User fills in `/users/{user}`. */
		readonly path: string;
	};
	/** What Graph calls the permission that it needs; for messages. */
	readonly permission: string;
	readonly feature?: Feature;
	/** The user's mailbox serves it, and limits the requests (docs/graph.md#limits). */
	readonly servedByMailbox?: true;
	/** In the order of their steps. */
	readonly parameters: readonly Parameter[];
	/** Shapes the results before the parameters do. */
	readonly output?: PostReceiveAction;
	/** Its own words for its own failures. */
	readonly explain?: Explainer;
}

/** The operation as n8n's declarative engine takes it. */
export function routed(operation: Operation): INodePropertyOptions {
	const { name, value, action, description, request, parameters, output } = operation;
	const steps = parameters.flatMap(({ step }) => step ?? []);
	const postReceive = [output, ...parameters.map((parameter) => parameter.output)].flatMap(
		(one) => one ?? [],
	);
	return {
		name,
		value,
		action,
		description,
		routing: {
			request: { method: request.method, url: request.path },
			send: {
				paginate: true,
				preSend: beforeSend(
					declared(operation),
					knownNames(name, parameters),
					...steps,
					byMailbox(operation),
				),
			},
			...(postReceive.length > 0 ? { output: { postReceive } } : {}),
		},
	};
}

/** What holds for every item of the operation. */
const declared = ({ permission, feature, explain, request: { path } }: Operation): Step =>
	function ({ graph }) {
		graph.permission = permission;
		graph.feature = feature;
		graph.explain = explain;
		graph.ofSignedInUser = path === '/me' || path.startsWith('/me/');
	};

const byMailbox = ({ servedByMailbox }: Operation): Step =>
	function ({ graph }) {
		if (servedByMailbox) graph.mailbox = (graph.user ?? ME).key;
	};
