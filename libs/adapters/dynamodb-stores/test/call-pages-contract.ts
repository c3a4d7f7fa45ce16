import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { shifted, TenantId } from '@recordings/call-record';
import { tenantCallsIndex } from '@recordings/topology';
import { type CallPosition, makeReadCallPage, type ReadCallPage } from '../src/call-pages.ts';
import type { CallStore } from '../src/call-store.ts';
import { makeDocumentClient } from '../src/make-document-client.ts';
import { keyOf, NOON, pending, stored } from './call-fixture.ts';
import { storeOf } from './call-store-contract.ts';
import { countQueries } from './count-queries.ts';
import type { DynamodbTarget, StartDynamodb } from './dynamodb-target.ts';

const acme = TenantId.parse('acme');
const HOUR_MS = 3_600_000;
const range = { tenantId: acme, from: shifted(NOON, -2 * HOUR_MS), to: shifted(NOON, -HOUR_MS) };

/** The suite that every DynamoDB must pass: pages of a tenant's calls. */
export const describeCallPages = (name: string, start: StartDynamodb): void => {
  describe(`pages of calls on ${name}`, () => {
    let target: DynamodbTarget;
    let calls: CallStore;
    let readPage: ReadCallPage;

    const write = (callId: string, startedAfterMs: number, tenant = 'acme'): Promise<unknown> => {
      const key = keyOf(callId, tenant);
      return calls.change(key, pending(key, startedAfterMs - 2 * HOUR_MS));
    };
    const readAll = async (limit: number): Promise<string[]> => {
      const found: string[] = [];
      let after: CallPosition | undefined;
      for (;;) {
        const { items, hasMore } = await readPage(range, { limit, after });
        expect(items.length).toBeLessThanOrEqual(limit);
        found.push(...items.map(({ position }) => position.callId));
        if (!hasMore) return found;
        after = items.at(-1)?.position ?? after;
      }
    };

    beforeAll(async () => {
      target = await start();
      const table = target.tableNames.callRecords;
      calls = storeOf(target, table);
      readPage = makeReadCallPage({
        dynamodb: target.dynamodb,
        table,
        tenantCallsIndex: tenantCallsIndex.name,
      });
      // Five calls of one millisecond: a page may end between two of them.
      for (const id of ['same-1', 'same-2', 'same-3', 'same-4', 'same-5']) await write(id, 60_000);
      await write('first', 0);
      await write('last', HOUR_MS - 1);
      await write('before', -1);
      await write('at-the-end', HOUR_MS);
      await write('other', 60_000, 'bolt');
    });
    afterAll(() => target.stop());

    it.each([1, 2, 3, 7, 100])('give every call of the range once, %i at a time', async (limit) => {
      const found = await readAll(limit);
      expect(found.at(0)).toBe('first');
      expect(found.at(-1)).toBe('last');
      expect([...found].sort()).toEqual(['first', 'last', 'same-1', 'same-2', 'same-3', 'same-4', 'same-5']);
    });

    it('begin with the newest call, if they are asked to', async () => {
      const first = await readPage(range, { limit: 2, isNewestFirst: true });
      const { position: after } = first.items.at(-1)!;
      const second = await readPage(range, { limit: 5, isNewestFirst: true, after });
      const ids = [...first.items, ...second.items].map(({ position }) => position.callId);
      expect(ids[0]).toBe('last');
      expect(ids.at(-1)).toBe('first');
      expect(new Set(ids).size).toBe(7);
      expect([first.hasMore, second.items.length]).toEqual([true, 5]);
    });

    it('read no more items than their limit, by one query each', async () => {
      const counted = countQueries(target.dynamodb);
      await readPage(range, { limit: 3 });
      expect(counted.stop()).toEqual({ requests: 1, itemsRead: 3 });
    });

    it('hold what the index says of a call', async () => {
      await write('recorded', 120_000);
      await calls.change(keyOf('recorded'), stored(keyOf('recorded')));
      const { items } = await readPage(range, { limit: 100 });
      const recorded = items.find(({ position }) => position.callId === 'recorded');
      expect(recorded?.call).toMatchObject({
        callId: 'recorded',
        s3Stored: true,
        ingestionSource: 'REALTIME',
      });
      expect(Object.keys(recorded!.call!)).not.toContain('pk');
    });

    it('keep the place of an item that cannot be read, without its call', async () => {
      await write('unreadable', 180_000);
      await makeDocumentClient(target.dynamodb).send(
        new UpdateCommand({
          TableName: target.tableNames.callRecords,
          Key: { pk: 'acme#unreadable', sk: 'call' },
          UpdateExpression: 'SET s3Stored = :wrong',
          ExpressionAttributeValues: { ':wrong': 'perhaps' },
        }),
      );
      const { items } = await readPage(range, { limit: 100 });
      const unread = items.filter(({ call }) => call === undefined);
      expect(unread).toEqual([
        { position: { callId: 'unreadable', callTimestamp: shifted(range.from, 180_000) } },
      ]);
    });
  });
};
