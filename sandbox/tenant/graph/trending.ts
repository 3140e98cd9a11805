import { text, type StoredUser } from '../directory/user.ts';
import { GraphError } from './errors.ts';
import { listEntities, type Entity, type ListRules } from './entityList.ts';
import { missingMailbox } from './missingMailbox.ts';
import { permissions } from './permissions.ts';
import { ok, type GraphContext, type GraphResponse } from './request.ts';
import { targetUser } from './target.ts';

const rules: ListRules = {
	type: 'microsoft.graph.trending',
	properties: [
		'id',
		'weight',
		'lastModifiedDateTime',
		'resourceVisualization',
		'resourceReference',
	],
	filterable: ['resourcevisualization/type', 'resourcevisualization/containertype'],
	operators: ['eq', 'ne'],
	sortable: ['weight', 'lastmodifieddatetime'],
	pageSize: 10,
	maxPageSize: 1000,
};

const documents: ReadonlyArray<readonly [type: string, extension: string, mediaType: string]> = [
	[
		'PowerPoint',
		'pptx',
		'application/vnd.openxmlformats-officedocument.presentationml.presentation',
	],
	['Word', 'docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
	['Excel', 'xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
	['Pdf', 'pdf', 'application/pdf'],
];
const subjects = [
	'Quarterly review',
	'Onboarding plan',
	'Budget',
	'Product roadmap',
	'Customer list',
	'Team offsite',
	'Security guide',
];
const documentsEach = 14;

/** GET .../insights/trending (docs/graph.md#trending): delegated only. */
export function listTrending(context: GraphContext): GraphResponse {
	const user = targetUser(context, permissions.readTrending);
	if (!context.tenant.settings.insights)
		throw new GraphError(
			403,
			'ItemInsightsDisabled',
			'Access to the requested item insights is disabled by the administrator.',
		);
	if (!user.insights)
		throw new GraphError(
			403,
			'ErrorAccessDenied',
			'Access is denied. Check credentials and try again.',
		);
	// Without a mailbox nothing can be discovered (docs/graph.md#people-without-mailbox).
	if (!user.mailbox) throw missingMailbox(context);
	const entities =
		user.sharePoint === true && context.tenant.settings.sharePoint
			? Array.from({ length: documentsEach }, (_, index) => document(user, index))
			: [];
	const { value, nextLink } = listEntities(context, entities, rules);
	return ok({
		'@odata.context': `${context.tenant.origins.graph}/v1.0/$metadata#users('${user.id}')/insights/trending`,
		...(nextLink === undefined ? {} : { '@odata.nextLink': nextLink }),
		value,
	});
}

function document(user: StoredUser, index: number): Entity {
	const [type, extension, mediaType] = documents[index % documents.length] ?? [
		'Other',
		'bin',
		'application/octet-stream',
	];
	const title = `${subjects[(index + user.id.charCodeAt(0)) % subjects.length] ?? 'Notes'} ${index + 1}`;
	const own = index % 3 === 0;
	const container = own
		? `${text(user.properties.mySite)}Documents`
		: `https://contoso.sharepoint.example/sites/${encodeURIComponent(text(user.properties.department))}`;
	const webUrl = `${container}/${encodeURIComponent(title)}.${extension}`;
	const weight = Math.round((documentsEach - index) * 137.5) / 100;
	return {
		id: `AV${user.id.replaceAll('-', '').slice(0, 12)}${index}`,
		// A Double in the schema; a sample in the docs shows a string
		// (docs/graph.md#trending-item).
		weight: index === 3 ? String(weight) : weight,
		lastModifiedDateTime: new Date(Date.UTC(2026, 0, 1 + index))
			.toISOString()
			.replace('.000Z', 'Z'),
		resourceVisualization: {
			title,
			type,
			mediaType,
			previewImageUrl: `${container}/_layouts/15/getpreview.ashx?n=${index}`,
			previewText: `${title} of ${text(user.properties.displayName)}`,
			containerWebUrl: container,
			containerDisplayName: own
				? text(user.properties.displayName)
				: text(user.properties.department),
			containerType: own ? 'OneDriveBusiness' : 'Site',
		},
		resourceReference: {
			webUrl,
			id: `drives/b!${user.id.slice(0, 8)}/items/${index}`,
			type: 'microsoft.graph.driveItem',
		},
	};
}
