/** What n8n works out in a credential: expressions over its fields. */
import { CLOUDS } from './clouds';

/** `{"global": "https://...", ...}`: one column of the table of clouds. */
const column = (of: 'login' | 'graph'): string =>
	JSON.stringify(
		Object.fromEntries(Object.entries(CLOUDS).map(([cloud, urls]) => [cloud, urls[of]])),
	);

/**
 * The address of the credential's cloud, as `cloudOf` gives it.
 * @param fields what holds the fields: `$self` or `$credentials`
 */
export const addressIn = (fields: '$self' | '$credentials', of: 'login' | 'graph'): string =>
	`(${column(of)})[${fields}["cloud"]] || (${fields}["${of}BaseUrl"] || "").trim().replace(/\\/+(v1\\.0|beta)?\\/*$/, "")`;
