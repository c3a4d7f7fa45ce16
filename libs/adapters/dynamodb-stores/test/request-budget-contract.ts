import { type AttributeValue, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { claimDepartures, EMPTY_BUDGET } from '@recordings/reconciliation';
import { type CoordinationStore, makeCoordinationStore } from '../src/coordination-store.ts';
import type { DynamodbTarget, StartDynamodb } from './dynamodb-target.ts';

const LIMIT = { maxRequests: 1_000, periodMs: 60_000, slackMs: 1_000 };
const NOW_MS = Date.UTC(2026, 0, 15);

/** The suite that every DynamoDB must pass: the budget that all workers share. */
export const describeRequestBudget = (name: string, start: StartDynamodb): void => {
  describe(`request budget on ${name}`, () => {
    let target: DynamodbTarget;
    let store: CoordinationStore;

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
    const claim = async (host: string, from: CoordinationStore = store): Promise<number> => {
      const { isWritten, result } = await from.changeBudget(host, ({ budget }) => {
        const answer = claimDepartures(budget, LIMIT, { control: 1, downloads: [], leadMs: 0 }, NOW_MS);
        if (answer.kind === 'full') throw new Error('the budget is full');
        return { next: answer.budget, result: answer.departuresMs[0]! };
      });
      return isWritten ? result : claim(host, from);
    };

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
      ['download breakers that are a text', { downloads: { S: 'none' }, revision: number('3') }],
      [
        'a download breaker that is a number',
        { downloads: { M: { g: number('1') } }, revision: number('3') },
      ],
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
        next: { ...EMPTY_BUDGET, claims: [{ lastMs: NOW_MS + 0.25, age: 0 }] },
        result: undefined,
      }));
      expect(await claim('parts')).toBe(NOW_MS + 61.25);
    });

    it('writes once, and says so when another worker was faster', async () => {
      const faster = newStore();
      const changed = store.changeBudget('race', () => {
        const next = { ...EMPTY_BUDGET, claims: [{ lastMs: NOW_MS, age: 0 }] };
        return { next, result: 'decided' };
      });
      const other = faster.changeBudget('race', () => ({ next: EMPTY_BUDGET, result: 'decided' }));
      const results = await Promise.all([changed, other]);
      expect(results.map(({ result }) => result)).toEqual(['decided', 'decided']);
      expect(results.filter(({ isWritten }) => isWritten).length).toBeGreaterThanOrEqual(1);
      const last = store.changeBudget('race', () => ({ result: 'nothing to write' }));
      expect(await last).toEqual({ isWritten: false, result: 'nothing to write' });
    });

    const pause = { by: 'alice', reason: 'OCP asks', sinceMs: NOW_MS, untilMs: NOW_MS + 60_000 };

    it('shows every worker what a person orders, and keeps it when workers claim', async () => {
      await claim('ordered');
      const given = await store.changeOrders('ordered', (orders) => {
        return { next: { pauses: [pause] }, result: orders };
      });
      expect(given).toBeUndefined();
      expect(await claim('ordered', newStore())).toBe(NOW_MS + 61);
      const seen = await newStore().changeBudget('ordered', ({ orders }) => ({ result: orders }));
      expect(seen.result).toEqual({ pauses: [pause] });
    });

    it('gives orders while many workers claim, and loses no claim', async () => {
      const claims = Array.from({ length: 5 }, () => claim('busy', newStore()));
      const orders = ['a', 'b'].map((group) =>
        store.changeOrders('busy', ({ pauses = [] } = {}) => ({
          next: { pauses: [...pauses, { ...pause, group }] },
          result: undefined,
        })),
      );
      await Promise.all([...claims, ...orders]);
      const seen = await store.changeOrders('busy', (all) => ({ result: all?.pauses?.length }));
      expect(seen).toBe(2);
      expect(await claim('busy')).toBe(NOW_MS + 5 * 61);
    });

    it('does not replace orders that it cannot read', async () => {
      await write('newer orders', { orders: { S: 'stop' } });
      const change = store.changeOrders('newer orders', () => ({ next: {}, result: undefined }));
      await expect(change).rejects.toMatchObject({ code: 'STORE_ITEM_UNWRITABLE' });
      expect(await claim('newer orders')).toBe(NOW_MS);
      expect(await read('newer orders')).toMatchObject({ orders: { S: 'stop' } });
    });

    it('rejects if the table is missing', async () => {
      const lost = makeCoordinationStore({ dynamodb: target.dynamodb, table: 'test-absent' });
      const change = lost.changeBudget('any', () => ({ result: 0 }));
      await expect(change).rejects.toMatchObject({ fault: 'configuration' });
    });
  });
};
