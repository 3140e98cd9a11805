/**
 * Dates for Update User. They are calendar days: a birthday must not move to the day before because
 * n8n runs further east than UTC. Only the leave date can have a time of day
 * (docs/graph.md#calendar-days).
 */
import { DATE_EXAMPLES, givenDate, instant } from '../../checks/givenDate';
import { InvalidParameterError } from '../../checks/invalidParameterError';
import { quoted } from '../../checks/text';
import type { WritableField } from '../../users/userProperties';

/** Fields in which a time of day counts; midnight means the day. */
const WITH_TIME_OF_DAY = new Set(['employeeLeaveDateTime']);

/**
 * UTC without fractions, as Graph writes it. The day is the one in the date's own zone
 * (checks/givenDate.ts).
 * @param timezone of the workflow, such as Europe/Berlin
 * @throws {InvalidParameterError} when it is no date
 */
export function dateValue(field: WritableField, given: unknown, timezone: string): string {
	const date = givenDate(given, timezone);
	if (date === undefined) {
		throw new InvalidParameterError(
			`'${field.displayName}' is ${quoted(given)}, which is not a date`,
			DATE_EXAMPLES,
		);
	}
	const { day, time = '00:00:00', offset } = date;
	return WITH_TIME_OF_DAY.has(field.name) && time !== '00:00:00'
		? instant(day, time, offset)
				.toISOString()
				.replace(/\.\d+Z$/, 'Z')
		: `${day}T00:00:00Z`;
}
