/**
 * A parameter's value cannot be used. Thrown before anything is sent; the message names the
 * parameter as the editor shows it.
 */
export class InvalidParameterError extends Error {
	/**
	 * @param message what is wrong, with the parameter's display name in single quotes
	 * @param description how to put it right
	 */
	constructor(
		message: string,
		readonly description?: string,
	) {
		super(message);
		this.name = 'InvalidParameterError';
	}
}
