/**
 * Which trending documents: the options Document Type, Container Type and Filter
 * (docs/graph.md#trending-filter).
 */
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { InvalidParameterError } from '../../checks/invalidParameterError';
import { quoted } from '../../checks/text';
import type { Parameter } from '../../execution/operation';
import { nearestName } from '../../checks/nearestName';
import { literal } from '../../transport/graphUrl';
import { filterOption, filterText } from '../../parameters/filter';

const DOCUMENT_TYPES: INodePropertyOptions[] = [
	{ name: 'Access', value: 'Access' },
	{ name: 'Archive', value: 'Archive' },
	{ name: 'Audio', value: 'Audio' },
	{ name: 'CSV', value: 'Csv' },
	{ name: 'Excel', value: 'Excel' },
	{ name: 'External Content', value: 'ExternalContent' },
	{ name: 'Folder', value: 'Folder' },
	{ name: 'Image', value: 'Image' },
	{ name: 'InfoPath', value: 'InfoPath' },
	{ name: 'Mail', value: 'Mail' },
	{ name: 'OneNote', value: 'OneNote' },
	{ name: 'OneNote Page', value: 'OneNotePage' },
	{ name: 'Other', value: 'Other' },
	{ name: 'PDF', value: 'Pdf' },
	{ name: 'PowerPoint', value: 'PowerPoint' },
	{ name: 'Project', value: 'Project' },
	{ name: 'Publisher', value: 'Publisher' },
	{ name: 'SharePoint Site', value: 'Spsite' },
	{ name: 'Story', value: 'Story' },
	{ name: 'Text', value: 'Text' },
	{ name: 'Video', value: 'Video' },
	{ name: 'Visio', value: 'Visio' },
	{ name: 'Web', value: 'Web' },
	{ name: 'Word', value: 'Word' },
	{ name: 'XML', value: 'Xml' },
	{ name: 'XPS', value: 'Xps' },
];

const SHARED_ONLY = 'Microsoft has this for shared documents only';
const CONTAINER_TYPES: INodePropertyOptions[] = [
	{ name: 'Box', value: 'Box', description: SHARED_ONLY },
	{ name: 'Dropbox', value: 'DropBox', description: SHARED_ONLY },
	{ name: 'Google Drive', value: 'GDrive', description: SHARED_ONLY },
	{ name: 'Mail', value: 'Mail' },
	{ name: 'OneDrive for Business', value: 'OneDriveBusiness' },
	{ name: 'SharePoint Site', value: 'Site' },
];

const documentTypeOption: INodeProperties = {
	displayName: 'Document Type',
	name: 'documentType',
	type: 'multiOptions',
	default: [],
	description: 'Only documents of one of these types',
	options: DOCUMENT_TYPES,
};

const containerTypeOption: INodeProperties = {
	displayName: 'Container Type',
	name: 'containerType',
	type: 'multiOptions',
	default: [],
	description: 'Only documents that are kept in one of these',
	options: CONTAINER_TYPES,
};

/** One of several values of a property; what is chosen under each option must all hold. */
export const matchingDocuments: Parameter = {
	options: [containerTypeOption, documentTypeOption, filterOption],
	step(request, options) {
		const filter = [
			anyOf('type', chosen(options.documentType, documentTypeOption)),
			anyOf('containerType', chosen(options.containerType, containerTypeOption)),
			filterText(options.filter),
		].filter((part) => part !== '');
		if (filter.length === 0) return;
		request.qs.$filter =
			filter.length === 1 ? filter[0] : filter.map((part) => `(${part})`).join(' and ');
	},
};

const anyOf = (property: string, values: readonly string[]): string =>
	values.map((value) => `ResourceVisualization/${property} eq ${literal(value)}`).join(' or ');

/** A list, or from an expression also text with commas; in Graph's spelling. */
function chosen(given: unknown, { displayName, options }: INodeProperties): string[] {
	const known = (options as INodePropertyOptions[]).map(({ value }) => String(value));
	const listed = typeof given === 'string' ? given.split(',') : (given ?? []);
	if (!Array.isArray(listed)) {
		throw new InvalidParameterError(`'${displayName}' must be a list, not ${quoted(given)}`);
	}
	const values = listed.map((entry: unknown) => {
		const wanted = typeof entry === 'string' ? entry.trim() : entry;
		if (wanted === '') return '';
		const found = known.find((one) => one.toLowerCase() === String(wanted).toLowerCase());
		if (found !== undefined) return found;
		const near = nearestName(String(wanted), known);
		throw new InvalidParameterError(
			`'${displayName}' contains ${quoted(entry)}, which Microsoft Graph does not have${near ? `. Did you mean "${near}"?` : ''}`,
			`It has: ${known.join(', ')}`,
		);
	});
	return [...new Set(values)].filter((value) => value !== '');
}
