/** An item that ends takes nobody along whose user was asked for together with its own. */
import {
	type Asker,
	type GraphClient,
	graphClient,
} from '../../../nodes/Office365Users/transport/client';
import type { HttpResponse } from '../../../nodes/Office365Users/transport/http';
import { KeyedReads } from '../../../nodes/Office365Users/users/keyedReads';
import { UserLookup } from '../../../nodes/Office365Users/users/userLookup';
import { userRef } from '../../../nodes/Office365Users/users/userRef';
import { answer } from '../../support/graph/send';
import { ROOT } from '../../support/graph/simulatedGraph';

const MAILS = ['a@x.example', 'b@x.example', 'c@x.example'];
const IDS = ['1', '2', '3'].map((digit) => `${digit}0000000-1111-4222-8333-444444444444`);

/** Ends as soon as it has asked. */
function client(ends: boolean, answered: HttpResponse): GraphClient {
	let isOver = false;
	const asker: Asker = { maxRetries: 8, isEnded: () => isOver };
	const send = async (): Promise<HttpResponse> => {
		if (!ends) return await Promise.resolve(answered);
		isOver = true;
		throw new Error('The item has ended');
	};
	return graphClient(ROOT, send, asker);
}

const nextTick = async (): Promise<void> => await Promise.resolve();

test('read by key', async () => {
	const users = IDS.map((id) => ({ id, city: 'Ulm' }));
	const reads = new KeyedReads(nextTick);
	const found = IDS.map(async (id, index) => {
		const page = answer(200, { value: users.slice(1) });
		return await reads.read(client(index === 0, page), userRef(id, 'User'), ['id', 'city'], 'user');
	});
	expect((await Promise.allSettled(found)).map(({ status }) => status)).toEqual([
		'rejected',
		'fulfilled',
		'fulfilled',
	]);
	expect(await found[1]).toEqual(users[1]);
});

test('looked up', async () => {
	const users = MAILS.map((mail, index) => ({ id: IDS[index], userPrincipalName: mail, mail }));
	const lookup = new UserLookup(nextTick);
	const found = MAILS.map(async (value, index) => {
		const page = answer(200, { value: users.slice(1) });
		return await lookup.find(client(index === 0, page), { property: 'mail', value });
	});
	expect((await Promise.allSettled(found)).map(({ status }) => status)).toEqual([
		'rejected',
		'fulfilled',
		'fulfilled',
	]);
	expect(await found[1]).toEqual([users[1]]);
});

test('looked up, the same user', async () => {
	const [value] = MAILS;
	const user = { id: IDS[0], userPrincipalName: value, mail: value };
	const lookup = new UserLookup(nextTick);
	const page = answer(200, { value: [user] });
	const found = [true, false].map(
		async (ends) => await lookup.find(client(ends, page), { property: 'mail', value }),
	);
	expect((await Promise.allSettled(found)).map(({ status }) => status)).toEqual([
		'rejected',
		'fulfilled',
	]);
	expect(await found[1]).toEqual([user]);
});
