/** Suggestions for misspelt names. */

/** The known name nearest to a misspelt one, if any is near. */
export function nearestName(misspelt: string, known: readonly string[]): string | undefined {
	const wanted = misspelt.toLowerCase();
	let best: string | undefined;
	let bestDistance = Math.max(2, Math.floor(wanted.length / 3)) + 1;
	for (const name of known) {
		const distance = editDistance(wanted, name.toLowerCase());
		if (distance < bestDistance) {
			best = name;
			bestDistance = distance;
		}
	}
	return best;
}

/** Levenshtein distance: how many letters to insert, delete or replace. */
function editDistance(one: string, other: string): number {
	let previous = Array.from({ length: other.length + 1 }, (_, column) => column);
	for (let row = 1; row <= one.length; row++) {
		const current = [row];
		for (let column = 1; column <= other.length; column++) {
			current[column] = Math.min(
				previous[column] + 1,
				current[column - 1] + 1,
				previous[column - 1] + (one[row - 1] === other[column - 1] ? 0 : 1),
			);
		}
		previous = current;
	}
	return previous[other.length];
}
