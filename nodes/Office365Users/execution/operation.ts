/** An operation, said once: its words, its request, its parameters and its messages. */
import type { INodeProperties, PostReceiveAction } from 'n8n-workflow';

import type { Explainer } from '../messages/asked';
import type { Feature, Step } from './request';

/** What the editor shows, and the step that takes its value to the request. */
export interface Parameter {
	/** Where they are shown (resource, operation) follows from the operations that use them. */
	readonly properties?: readonly INodeProperties[];
	/** Entries of the collection Options; the same holds for them. */
	readonly options?: readonly INodeProperties[];
	/** The names of those options that make the result smaller: once set, they must have a value. */
	readonly narrowing?: readonly string[];
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
	/** For n8n's AI workflow builder: when to take it, and what goes wrong otherwise (docs/n8n.md#builder-hints). */
	readonly builderHint?: string;
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
