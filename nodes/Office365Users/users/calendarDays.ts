/** Dates that are days (docs/graph.md#calendar-days). */

/**
 * Calendar days, of which the time of day says nothing: Graph returns a birthday with whatever time
 * SharePoint keeps with it.
 */
export const CALENDAR_DAYS: ReadonlySet<string> = new Set([
	'birthday',
	'employeeHireDate',
	'hireDate',
]);

/** Days that can have a time of day as well; midnight means the day. */
export const WITH_TIME_OF_DAY: ReadonlySet<string> = new Set(['employeeLeaveDateTime']);
