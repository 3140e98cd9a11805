import type { IDataObject, IN8nHttpFullResponse, INodeExecutionData } from 'n8n-workflow';

import { withScores } from '../../../../nodes/Office365Users/resources/people/relevance';
import { itemContext } from '../../../support/engine/contexts';

const given = async (person: IDataObject): Promise<INodeExecutionData[]> => {
	if (typeof withScores !== 'function') throw new Error('Not run by the transport');
	return await withScores.call(itemContext(), [{ json: person }], {} as IN8nHttpFullResponse);
};

test('scores given as text become numbers, without changing the input', async () => {
	const person = {
		id: '1',
		scoredEmailAddresses: [
			{ address: 'a@x.example', relevanceScore: '8.5' },
			{ address: 'b@x.example', relevanceScore: -3 },
			{ address: 'c@x.example', relevanceScore: null },
		],
	};
	const before = structuredClone(person);
	const [{ json }] = await given(person);
	expect(json).toEqual({
		id: '1',
		scoredEmailAddresses: [
			{ address: 'a@x.example', relevanceScore: 8.5 },
			{ address: 'b@x.example', relevanceScore: -3 },
			{ address: 'c@x.example', relevanceScore: null },
		],
	});
	expect(person).toEqual(before);
});

test.each([
	{ id: '1' },
	{ id: '1', scoredEmailAddresses: null },
	{ id: '1', scoredEmailAddresses: [] },
])('%j is left unchanged', async (person) => {
	expect((await given(person))[0].json).toEqual(person);
});
