/** How custom attributes are named, for hints. */
export const ATTRIBUTE_NAMES =
	'extension_<app>_<name> for a directory extension, <schema extension>/<member>, customSecurityAttributes/<set>/<attribute>, or extensions/<open extension>/<member>';
