/** Sign-in activity of a group's members, where their list may or may not give it. */
import { withMemberActivity } from '../../../../nodes/Office365Users/resources/search/memberActivity';
import type { HttpRequest } from '../../../../nodes/Office365Users/transport/http';
import { answer, answering, refusal } from '../../../support/graph/send';

const ROOT = 'https://graph.example/v1.0';
const list: HttpRequest = {
	method: 'GET',
	url: `${ROOT}/groups/1/members/microsoft.graph.user?$select=id%2CsignInActivity&$top=120`,
	signInActivity: true,
};
const people = Array.from({ length: 17 }, (_, id) => ({ id: String(id) }));
const seen = { lastSuccessfulSignInDateTime: '2026-01-01T00:00:00Z' };
/** What `/users` says of those who are asked for. */
const byId = ({ url }: HttpRequest) =>
	answer(200, {
		value: people
			.filter(({ id }) => decodeURIComponent(url).includes(`'${id}'`))
			.map(({ id }) => ({ id, signInActivity: id === '16' ? seen : null })),
	});

test('a list that gives it is taken as it is, and not asked about again', async () => {
	const value = [
		{ id: '1', signInActivity: null },
		{ id: '2', signInActivity: seen },
	];
	const pages = answering(() => answer(200, { value }));
	const others = answering(() => new Error('not to be asked'));
	const send = withMemberActivity(pages.send, others.send);
	expect((await send(list)).body).toEqual({ value });
	await send(list);
	expect(pages.asked).toEqual([list, list]);
});

test('a list that gives none is completed, fifteen users a request', async () => {
	const pages = answering(() =>
		answer(200, { value: people.map((one) => ({ ...one, signInActivity: null })) }),
	);
	const others = answering(byId);
	const { body } = await withMemberActivity(pages.send, others.send)(list);
	expect((body as { value: unknown[] }).value.at(-1)).toEqual({ id: '16', signInActivity: seen });
	expect(others.asked).toHaveLength(2);
	expect(others.asked.every(({ signInActivity }) => signInActivity)).toBe(true);
});

test.each([400, 501])(
	'a list that refuses it (%i) is read without, and completed',
	async (status) => {
		const pages = answering(({ url }) =>
			url.includes('signInActivity') ? refusal(status) : answer(200, { value: people }),
		);
		const others = answering(byId);
		const send = withMemberActivity(pages.send, others.send);
		const answers = [await send(list), await send(list)];
		for (const { body } of answers) {
			expect((body as { value: unknown[] }).value.at(-1)).toEqual({
				id: '16',
				signInActivity: seen,
			});
		}
		expect(pages.asked.map(({ url }) => url.includes('signInActivity'))).toEqual([
			true,
			false,
			false,
		]);
	},
);

test('what is refused for another reason stays refused', async () => {
	for (const status of [400, 403, 404]) {
		const pages = answering(() => refusal(status));
		const { send } = answering(() => new Error('not to be asked'));
		expect((await withMemberActivity(pages.send, send)(list)).status).toBe(status);
	}
});

test('a refused look-up is the answer: nobody looks as if they had never signed in', async () => {
	const pages = answering(() => answer(200, { value: people }));
	const others = answering(() => refusal(403));
	expect((await withMemberActivity(pages.send, others.send)(list)).status).toBe(403);
});

test('without that field nothing is done', async () => {
	const pages = answering(() => answer(200, { value: people }));
	const { send } = answering(() => new Error('not to be asked'));
	const plain: HttpRequest = { method: 'GET', url: list.url };
	expect((await withMemberActivity(pages.send, send)(plain)).body).toEqual({ value: people });
});
