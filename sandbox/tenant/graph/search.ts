import { findUserProperty } from '../directory/userProperties.ts';
import type { Group } from '../directory/groups.ts';
import type { StoredUser } from '../directory/user.ts';
import { badRequest, unsupportedQuery } from './errors.ts';
import type { Predicate } from './filter.ts';
import { ODataSyntaxError, parseSearch, type SearchNode } from './odata.ts';

/**
 * `$search` on users (docs/graph.md#search): tokens on displayName, startsWith on everything else.
 */
export const compileUserSearch = (text: string): Predicate<StoredUser> =>
	compiled(text, (node) => compile(node));

/** `$search` on groups: words of displayName (docs/graph.md#groups). */
export const compileGroupSearch = (text: string): Predicate<Group> =>
	compiled(text, (node) => {
		if (node.type !== 'clause' || node.property.toLowerCase() !== 'displayname')
			throw unsupportedQuery(
				`Unsupported or invalid search clause specified for resource 'Group'.`,
			);
		const matches = byWords(node.text);
		return ({ displayName }) => matches(displayName);
	});

function compiled<T>(text: string, compileNode: (node: SearchNode) => Predicate<T>): Predicate<T> {
	try {
		return compileNode(parseSearch(text));
	} catch (error) {
		if (error instanceof ODataSyntaxError)
			throw badRequest(
				`Syntax error: character '${text[error.position] ?? 'end'}' is not valid at position ${error.position} in '${text}'.`,
			);
		throw error;
	}
}

function compile(node: SearchNode): Predicate<StoredUser> {
	if (node.type !== 'clause') {
		const left = compile(node.left);
		const right = compile(node.right);
		return node.type === 'and'
			? (user) => left(user) && right(user)
			: (user) => left(user) || right(user);
	}
	const property = findUserProperty(node.property);
	if (
		!property ||
		property.filter === undefined ||
		property.kind === 'boolean' ||
		property.kind === 'dateTime'
	) {
		throw unsupportedQuery(
			`Unsupported or invalid search clause specified for property '${node.property}' of resource 'User'.`,
		);
	}
	if (property.name === 'displayName') {
		const matches = byWords(node.text);
		return (user) => matches(String(user.properties.displayName ?? ''));
	}
	const wanted = node.text.toLowerCase();
	const startsWith = (value: unknown): boolean =>
		typeof value === 'string' && value.toLowerCase().startsWith(wanted);
	return (user) => {
		const value = property.name === 'id' ? user.id : user.properties[property.name];
		return Array.isArray(value) ? value.some(startsWith) : startsWith(value);
	};
}

function byWords(text: string): (displayName: string) => boolean {
	const wanted = tokens(text);
	return (displayName) => {
		const own = tokens(displayName);
		return wanted.every((token) => own.some((candidate) => candidate.startsWith(token)));
	};
}

/** Splits on spaces, symbols, digits and where lower case turns to upper case. */
export const tokens = (text: string): string[] =>
	(text.match(/\p{Lu}+(?!\p{Ll})|\p{L}\p{Ll}*|\p{N}+/gu) ?? []).map((token) => token.toLowerCase());
