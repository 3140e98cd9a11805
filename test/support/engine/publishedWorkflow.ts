/** The runs of one workflow, with what n8n keeps for it in between. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { Outcome } from './engine';
import type { Workbench } from './workbench';

type RunOptions = NonNullable<Parameters<Workbench['run']>[1]>;

export class PublishedWorkflow {
	/** What n8n has saved; version 0.1.0 may have left something. */
	staticData: IDataObject = {};

	constructor(
		private readonly bench: Workbench,
		private readonly parameters: INodeParameters,
	) {}

	/** @param parameters instead of those of the workflow */
	async run(parameters: INodeParameters = {}, options: RunOptions = {}): Promise<Outcome> {
		return await this.bench.run(
			{ ...this.parameters, ...parameters },
			{
				// Each run reads what is saved.
				staticData: structuredClone(this.staticData),
				saved: (data) => {
					this.staticData = JSON.parse(JSON.stringify(data)) as IDataObject;
				},
				...options,
			},
		);
	}

	/** The same, for a run that must succeed: just the results. */
	async results(parameters?: INodeParameters, options?: RunOptions): Promise<IDataObject[]> {
		const { items, error } = await this.run(parameters, options);
		if (error) throw error;
		return items.map(({ json }) => json);
	}
}
