/** From an operation to what n8n's declarative engine takes. */
import type { INodePropertyOptions } from 'n8n-workflow';

import { ME } from '../users/userRef';
import { beforeSend } from './beforeSend';
import type { Operation } from './operation';
import type { Step } from './request';
import { withValues } from './givenOptions';
import { knownChoices } from './unknownChoices';

/** The operation as n8n's declarative engine takes it. */
export function routed(operation: Operation): INodePropertyOptions {
	const { name, value, action, description, builderHint, request, parameters, output } = operation;
	const steps = parameters.flatMap(({ step }) => step ?? []);
	const postReceive = [output, ...parameters.map((parameter) => parameter.output)].flatMap(
		(one) => one ?? [],
	);
	return {
		name,
		value,
		action,
		description,
		...(builderHint === undefined ? {} : { builderHint: { propertyHint: builderHint } }),
		routing: {
			request: { method: request.method, url: request.path },
			send: {
				paginate: true,
				preSend: beforeSend(
					declared(operation),
					withValues(parameters),
					knownChoices(parameters),
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
