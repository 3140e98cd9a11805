/**
 * `Job Title`, `job_title` and `jobTitle` are the same; so is one with a byte order mark or another
 * character that nobody sees, and whatever kind of hyphen it is written with.
 */
export const bareName = (name: string): string =>
	name.replace(/[\s_\p{Pd}\p{Cf}\p{Cc}]+/gu, '').toLowerCase();

/** The letters and digits of a label or a choice, which people write with other signs between them. */
export const lettersAndDigits = (text: string): string =>
	text.replace(/[^a-z0-9]/gi, '').toLowerCase();
