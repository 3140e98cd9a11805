/**
 * What saved workflows and credentials depend on: for each operation the parameters that the editor
 * shows, by n8n's own rules, with type, default and values. Labels and descriptions are not in it.
 */
import {
	type ICredentialType,
	type IDataObject,
	type INodeParameters,
	type INodeProperties,
	type INodePropertyCollection,
	type INodePropertyOptions,
	type INodeTypeDescription,
	NodeHelpers,
} from 'n8n-workflow';

export interface ParameterContract {
	type: string;
	default: unknown;
	required?: true;
	/** It accepts no expression. */
	noExpression?: true;
	/** It holds a list of such values. */
	multiple?: true;
	/** The choices, separated by commas. */
	values?: string;
	/** Of a resource locator: its modes, and how each is entered. */
	modes?: Record<string, string>;
	/** Of a collection: what can be added to it. */
	entries?: Record<string, ParameterContract>;
}

/** What is shown with these parameters set and all others at their defaults. */
interface View {
	with: INodeParameters;
	shown: string;
}

export interface FormContract {
	parameters: Record<string, ParameterContract>;
	views: View[];
}

export interface Contract {
	type: string;
	versions: number[];
	usableAsTool: boolean;
	/** What a saved workflow without a resource or operation means: n8n saves no defaults. */
	defaults: Record<string, string>;
	/** The credential for each value of Authentication. */
	credentials: Record<string, string>;
	credentialTypes: Record<string, FormContract>;
	/** By `resource operation`. */
	operations: Record<string, FormContract>;
}

type Shown = INodeProperties | INodePropertyOptions | INodePropertyCollection;
type Shows = (property: Shown, within: INodeParameters) => boolean;

const NODE = { typeVersion: 1 };
/** Whether the user sees and saves it. */
const isSaved = ({ type }: INodeProperties): boolean => !['hidden', 'notice'].includes(type);
const listed = (names: string[]): string => names.join(', ');
const split = (names = ''): string[] => names.split(', ').filter(Boolean);

export function contractOf(
	description: INodeTypeDescription,
	credentialTypes: ICredentialType[],
): Contract {
	const { name, version, usableAsTool, properties, credentials = [] } = description;
	const choices = (property: INodeProperties | undefined): string[] =>
		((property?.options ?? []) as INodePropertyOptions[]).map(({ value }) => String(value));
	const authentications = choices(properties.find((one) => one.name === 'authentication'));
	const operations = properties
		.filter((one) => one.name === 'operation')
		.flatMap((property) =>
			(property.displayOptions?.show?.resource ?? []).flatMap((resource) =>
				choices(property).map((operation) => ({ resource: String(resource), operation })),
			),
		);
	return {
		type: name,
		versions: [version].flat(),
		usableAsTool: Boolean(usableAsTool),
		defaults: Object.fromEntries(
			properties
				.filter((one) => ['resource', 'operation'].includes(one.name))
				.map((one) => [
					[one.name, ...(one.displayOptions?.show?.resource ?? [])].join(' of '),
					String(one.default),
				]),
		),
		credentials: Object.fromEntries(
			authentications.map((authentication) => [
				authentication,
				listed(
					credentials
						.filter((one) =>
							NodeHelpers.displayParameter({ authentication }, one, NODE, description),
						)
						.map((one) => one.name),
				),
			]),
		),
		credentialTypes: Object.fromEntries(
			credentialTypes.map((type) => [type.name, formOf(type.properties, {}, null)]),
		),
		operations: Object.fromEntries(
			operations.map((names) => [
				`${names.resource} ${names.operation}`,
				formOf(properties, names, description),
			]),
		),
	};
}

/** @param settings resource and operation */
export function formOf(
	properties: INodeProperties[],
	settings: INodeParameters,
	description: INodeTypeDescription | null,
): FormContract {
	const parameters: FormContract['parameters'] = {};
	const views: View[] = [];
	const view = (given: INodeParameters): string => {
		const shown = shownWith(properties, { ...settings, ...given }, description);
		const fixed = Object.keys(settings);
		for (const [name, contract] of Object.entries(shown)) {
			if (!fixed.includes(name)) parameters[name] ??= contract;
		}
		return listed(Object.keys(shown).filter((name) => !fixed.includes(name)));
	};
	const first = view({});
	views.push({ with: {}, shown: first });
	for (const { name, type, default: standard, values } of Object.entries(parameters).map(
		([parameter, contract]) => ({ name: parameter, ...contract }),
	)) {
		const others = type === 'boolean' ? [!standard] : type === 'options' ? split(values) : [];
		for (const value of others) {
			const shown = view({ [name]: value });
			if (shown !== first) views.push({ with: { [name]: value }, shown });
		}
	}
	return { parameters, views };
}

/** The parameters that the editor shows with these settings. */
function shownWith(
	properties: INodeProperties[],
	settings: INodeParameters,
	description: INodeTypeDescription | null,
): Record<string, ParameterContract> {
	const root = NodeHelpers.getNodeParameters(
		properties,
		settings,
		true,
		false,
		NODE,
		description,
	) as INodeParameters;
	const shows: Shows = (property, within) =>
		NodeHelpers.displayParameter(within, property as INodeProperties, NODE, description, root);
	return contractsOf(properties, shows, root);
}

/** @param within the values beside them */
const contractsOf = (
	properties: INodeProperties[],
	shows: Shows,
	within: INodeParameters,
): Record<string, ParameterContract> =>
	Object.fromEntries(
		properties
			.filter((property) => isSaved(property) && shows(property, within))
			.map((property) => [property.name, contractOfOne(property, shows, within)]),
	);

function contractOfOne(
	property: INodeProperties,
	shows: Shows,
	within: INodeParameters,
): ParameterContract {
	const { type, required, noDataExpression, typeOptions, modes, options = [] } = property;
	return {
		type,
		default: property.default,
		...(required ? { required } : {}),
		...(noDataExpression ? { noExpression: true } : {}),
		...(typeOptions?.multipleValues ? { multiple: true } : {}),
		...(modes ? { modes: Object.fromEntries(modes.map((mode) => [mode.name, mode.type])) } : {}),
		...(type === 'options' || type === 'multiOptions'
			? {
					values: listed(
						options
							.filter((choice) => shows(choice, within))
							.map((choice) => String((choice as INodePropertyOptions).value)),
					),
				}
			: {}),
		...(type === 'collection'
			? { entries: contractsOf(options as INodeProperties[], shows, {}) }
			: {}),
		...(type === 'fixedCollection'
			? {
					entries: Object.fromEntries(
						(options as INodePropertyCollection[]).map(({ name, values }) => [
							name,
							{ type: 'group', default: {}, entries: contractsOf(values, shows, {}) },
						]),
					),
				}
			: {}),
	};
}

/** What is agreed but no longer offered, or offered differently; empty if nothing is broken. */
export function broken(agreed: Contract, now: Contract): string[] {
	const forms = (kind: 'operations' | 'credentialTypes'): string[] =>
		Object.entries(agreed[kind]).flatMap(([name, form]) =>
			brokenForm(form, now[kind][name]).map((line) => `${name}: ${line}`),
		);
	return [
		...differs('the type', agreed.type, now.type),
		...differs('the use as a tool', agreed.usableAsTool, now.usableAsTool),
		...missing('version', agreed.versions.map(String), now.versions.map(String)),
		...Object.entries(agreed.defaults).flatMap(([name, value]) =>
			differs(`the default ${name}`, value, now.defaults[name]),
		),
		...Object.entries(agreed.credentials).flatMap(([name, credential]) =>
			differs(`the credential of ${name}`, credential, now.credentials[name]),
		),
		...forms('credentialTypes'),
		...forms('operations'),
	];
}

function brokenForm(agreed: FormContract, now: FormContract | undefined): string[] {
	if (!now) return ['is gone'];
	const shownNow = (settings: IDataObject): string[] => {
		const found = now.views.find((view) => same(view.with, settings)) ?? now.views[0];
		return split(found.shown);
	};
	return [
		...brokenParameters(agreed.parameters, now.parameters),
		...agreed.views.flatMap(({ with: settings, shown }) =>
			missing(`with ${JSON.stringify(settings)}`, split(shown), shownNow(settings)),
		),
	];
}

const brokenParameters = (
	agreed: Record<string, ParameterContract>,
	now: Record<string, ParameterContract>,
): string[] =>
	Object.entries(agreed).flatMap(([name, parameter]) =>
		(name in now ? brokenParameter(parameter, now[name]) : ['is gone']).map(
			(line) => `${name} ${line}`,
		),
	);

function brokenParameter(agreed: ParameterContract, now: ParameterContract): string[] {
	return [
		...differs('type', agreed.type, now.type),
		...differs('default', agreed.default, now.default),
		...differs('multiple', agreed.multiple, now.multiple),
		// Becoming less strict is fine.
		...(now.required && !agreed.required ? ['is required now'] : []),
		...(now.noExpression && !agreed.noExpression ? ['takes no expression now'] : []),
		...missing('values', split(agreed.values), split(now.values)),
		...Object.entries(agreed.modes ?? {}).flatMap(([name, type]) =>
			differs(`mode ${name}`, type, now.modes?.[name]),
		),
		...brokenParameters(agreed.entries ?? {}, now.entries ?? {}),
	];
}

const same = (one: unknown, other: unknown): boolean =>
	JSON.stringify(one) === JSON.stringify(other);
const differs = (what: string, agreed: unknown, now: unknown): string[] =>
	same(agreed, now) ? [] : [`${what}: ${JSON.stringify(now)}, not ${JSON.stringify(agreed)}`];
const missing = (what: string, agreed: string[], now: string[]): string[] =>
	agreed.filter((name) => !now.includes(name)).map((name) => `${what}: no ${name}`);
