/** SharePoint's fields of a user that cannot be read. */
import { quoted } from '../checks/text';
import { SHAREPOINT_FIELDS } from '../users/userProperties';
import type { AskedOfGraph, Sentence } from './asked';
import { whoAsked } from './permissionHint';

/** In the middle of a sentence. */
export const who = (graph: AskedOfGraph): string =>
	whoAsked(graph).replace(/^./, (letter) => letter.toLowerCase());

export const asksSharePoint = ({ fields }: AskedOfGraph): boolean =>
	fields?.names.some((name) => SHAREPOINT_FIELDS.has(name)) === true;

export function profileFieldsRefused({ fields, user }: AskedOfGraph, because: string): Sentence {
	const names = fields?.names.filter((name) => SHAREPOINT_FIELDS.has(name)) ?? [];
	if (names.length === 0) return { message: `This needs SharePoint, and ${because}` };
	return {
		message: `'Fields' asks for ${names.join(', ')}${user ? ` of ${quoted(user.label)}` : ''} from SharePoint, and ${because}`,
		hint: 'SharePoint keeps these fields. Leave them out',
	};
}
