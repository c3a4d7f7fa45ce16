import { type AttributeValue, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { claimDepartures, MAX_AHEAD_MS } from '@recordings/reconciliation';
import { makeAcquirePermit } from '../src/acquire-permit.ts';
import { type CoordinationStore, makeCoordinationStore } from '../src/coordination-store.ts';
import type { DynamodbTarget, StartDynamodb } from './dynamodb-target.ts';

const LIMIT = { maxRequests: 1_000, periodMs: 60_000, slackMs: 1_000 };
const NOW_MS = Date.UTC(2026, 0, 15);
const ignore = (): void => undefined;

/** The suite that every DynamoDB must pass: the budget that all workers share. */
export const describeRequestBudget = (name: string, start: StartDynamodb): void => {
  describe(`request budget on ${name}`, () => {
    let target: DynamodbTarget;
    let store: CoordinationStore;
    const open = new AbortController();

    beforeAll(async () => {
      target = await start();
      store = newStore();
    });
    afterAll(() => target.stop());

    const newStore = () =>
      makeCoordinationStore({ dynamodb: target.dynamodb, table: target.tableNames.coordination });
    const keyOf = (host: string) => ({ id: { S: `ocp-budget#${host}` } });
    const write = (host: string, attributes: Record<string, AttributeValue>) =>
      target.dynamodb.send(
        new PutItemCommand({
          TableName: target.tableNames.coordination,
          Item: { ...attributes, ...keyOf(host) },
        }),
      );
    const read = async (host: string) => {
      const command = new GetItemCommand({
        TableName: target.tableNames.coordination,
        Key: keyOf(host),
        ConsistentRead: true,
      });
      return (await target.dynamodb.send(command)).Item;
    };
    const claim = (host: string, from: CoordinationStore = store, nowMs = NOW_MS): Promise<number> =>
      from.changeBudget(host, ({ budget }) => {
        const request = { count: 1, leadMs: 0, aheadMs: MAX_AHEAD_MS };
        const answer = claimDepartures(budget, LIMIT, request, nowMs);
        if (answer.kind === 'full') throw new Error('the budget is full');
        return { next: answer.budget, result: answer.departuresMs[0]! };
      });

    it('gives each departure to one of many workers', async () => {
      const workers = Array.from({ length: 5 }, newStore);
      const claims = workers.map(async (worker) => {
        const departuresMs: number[] = [];
        for (let n = 0; n < 8; n += 1) departuresMs.push(await claim('crowd', worker));
        return departuresMs;
      });
      const departuresMs = (await Promise.all(claims)).flat().sort((a, b) => a - b);
      expect(departuresMs).toEqual(Array.from({ length: 40 }, (_, n) => NOW_MS + n * 61));
    });

    const number = (N: string): AttributeValue => ({ N });
    it.each<[string, Record<string, AttributeValue>]>([
      ['nothing but its key', {}],
      ['no revision', { claims: { L: [] } }],
      ['a revision that is a text', { revision: { S: 'seven' } }],
      ['a revision that is negative', { revision: number('-1') }],
      ['a revision of 38 digits', { revision: number('99999999999999999999999999999999999998') }],
      ['the largest revision that can be counted', { revision: number('9007199254740991') }],
      ['claims that are a text', { claims: { S: 'none' }, revision: number('3') }],
      ['claims that are numbers', { claims: { L: [number('1')] }, revision: number('3') }],
      [
        'a claim of 30 digits',
        {
          claims: {
            L: [{ M: { lastMs: number('999999999999999999999999999999'), age: number('0') } }],
          },
          revision: number('3'),
        },
      ],
      ['the form of the first version', { grants: { M: { 589: number('100') } }, revision: number('3') }],
      [
        'the form of a newer version',
        { version: number('9'), claims: { M: { next: number('1') } }, revision: number('3') },
      ],
    ])('claims a departure, and then the next one, from an item with %s', async (what, attributes) => {
      await write(what, attributes);
      expect(await claim(what)).toBe(NOW_MS);
      expect(await claim(what)).toBe(NOW_MS + 61);
    });

    it('keeps attributes that it does not know, exactly', async () => {
      const unknown = {
        note: { S: 'raised by hand' },
        exact: { N: '12345678901234567890123456789012345678' },
        tags: { SS: ['a', 'b'] },
      };
      await write('unknown', unknown);
      await claim('unknown');
      expect(await read('unknown')).toMatchObject(unknown);
    });

    it('keeps departures with parts of a millisecond', async () => {
      await store.changeBudget('parts', () => ({
        next: { claims: [{ lastMs: NOW_MS + 0.25, age: 0 }] },
        result: undefined,
      }));
      expect(await claim('parts')).toBe(NOW_MS + 61.25);
    });

    it('serves several callers at their departures, one after the other', async () => {
      const acquire = makeAcquirePermit(store, 'turns', LIMIT, Date.now, ignore);
      const startedMs = Date.now();
      await Promise.all(Array.from({ length: 5 }, () => acquire(open.signal)));
      expect(Date.now() - startedMs).toBeGreaterThanOrEqual(4 * 61);
    });

    it('rejects with the reason when the signal aborts during the wait', async () => {
      const acquire = makeAcquirePermit(store, 'used up', { ...LIMIT, maxRequests: 1 }, Date.now, ignore);
      await acquire(open.signal);
      const shutdown = new AbortController();
      const [first, inLine] = [acquire(shutdown.signal), acquire(shutdown.signal)];
      await expect(acquire(AbortSignal.abort(new Error('stopped')))).rejects.toThrow('stopped');
      shutdown.abort(new Error('shutting down'));
      await expect(first).rejects.toThrow('shutting down');
      await expect(inLine).rejects.toThrow('shutting down');
    });

    it('serves the next caller when the first one gives up', async () => {
      const acquire = makeAcquirePermit(store, 'head', { ...LIMIT, maxRequests: 200 }, Date.now, ignore);
      await acquire(open.signal);
      const givesUp = new AbortController();
      const [head, next] = [acquire(givesUp.signal), acquire(open.signal)];
      givesUp.abort(new Error('gave up'));
      await expect(head).rejects.toThrow('gave up');
      await expect(next).resolves.toBeUndefined();
    });

    it('rethrows that the table is missing, without a wait', async () => {
      const lost = makeCoordinationStore({ dynamodb: target.dynamodb, table: 'test-absent' });
      const acquire = makeAcquirePermit(lost, 'any', LIMIT, Date.now, ignore);
      await expect(acquire(open.signal)).rejects.toMatchObject({ fault: 'configuration' });
    });
  });
};
