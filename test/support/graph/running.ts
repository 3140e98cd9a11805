import { Run, type RunSettings } from '../../../nodes/Office365Users/execution/run';

/** A run of so many items, of which the test starts and admits each. */
export function running(size: number, settings: Partial<RunSettings> = {}) {
	const execution = {};
	/** What became of each item; nothing while it waits. */
	const admitted: boolean[] = [];
	return {
		execution,
		admitted,
		start: (index: number): Run =>
			Run.start(execution, index, () => ({
				size,
				stopsOnFailure: true,
				inGroups: false,
				nextTick: async () => {},
				...settings,
			})),
		admit: (run: Run, index: number, passed = true): void => {
			void run.whenAllChecked({ index, passed }).then((sent) => {
				admitted[index] = sent;
			});
		},
	};
}
