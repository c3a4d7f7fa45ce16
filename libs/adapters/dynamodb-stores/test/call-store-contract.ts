import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { shifted } from '@recordings/call-record';
import { reconciliationIndex } from '@recordings/topology';
import { type Announce, type CallStore, makeCallStore } from '../src/call-store.ts';
import { makeDocumentClient } from '../src/make-document-client.ts';
import { appended, keyOf, NOON, pending, stored } from './call-fixture.ts';
import type { DynamodbTarget, StartDynamodb } from './dynamodb-target.ts';

/** The suite that every DynamoDB must pass: the call store. */
export const describeCallStore = (name: string, start: StartDynamodb): void => {
  describe(`call store on ${name}`, () => {
    let target: DynamodbTarget;
    let calls: CallStore;

    beforeAll(async () => {
      target = await start();
      calls = storeOf(target, target.tableNames.callRecords);
    });
    afterAll(() => target.stop());

    it('gives undefined for a call without a record', async () => {
      expect(await calls.get(keyOf('absent'))).toBeUndefined();
    });

    it('loses none of 20 changes of one call at once', async () => {
      const key = keyOf('contended');
      await calls.change(key, pending(key));
      const names = Array.from({ length: 20 }, (_, n) => `change ${n}`);
      await Promise.all(names.map((what) => calls.change(key, appended(what))));

      const call = await calls.get(key);
      expect(call?.revision).toBe(21);
      expect(
        call?.history
          .slice(1)
          .map(({ what }) => what)
          .sort(),
      ).toEqual(names.sort());
    });

    it('lets one of 20 first writers create the call, and gives the others its record', async () => {
      const key = keyOf('created');
      const results = await Promise.all(Array.from({ length: 20 }, () => calls.change(key, pending(key))));
      expect(results.filter((result) => result === 'changed')).toHaveLength(1);
      expect((await calls.get(key))?.revision).toBe(1);
    });

    it('writes no change for a repeated event', async () => {
      const key = keyOf('repeated');
      await calls.change(key, pending(key));
      expect(await calls.change(key, pending(key))).toBe('unchanged');
      expect((await calls.get(key))?.history).toHaveLength(1);
    });

    it('separates calls of two tenants with the same id', async () => {
      await calls.change(keyOf('same', 'acme'), pending(keyOf('same', 'acme')));
      expect(await calls.get(keyOf('same', 'bolt'))).toBeUndefined();
    });

    it('keeps the unknown attributes of a newer version', async () => {
      const key = keyOf('newer');
      await calls.change(key, pending(key));
      const call = (await calls.get(key))!;
      const newer = {
        newerField: { kept: true },
        facts: { ...call.facts, end: { ...call.facts.end, newerFact: 'kept' }, newerSource: { told: [1] } },
        history: call.history.map((entry) => ({ ...entry, newerField: 'kept' })),
      };
      await put({ ...call, ...newer, pk: 'acme#newer', sk: 'call', revision: 2 });
      await calls.change(key, appended('by the older version'));
      await calls.change(key, stored(key));
      expect(await calls.get(key)).toMatchObject({
        newerField: newer.newerField,
        facts: newer.facts,
        revision: 4,
      });
      expect((await calls.get(key))?.history[0]).toEqual(newer.history[0]);
    });

    it("reads a call without the table's own pk and sk, which its item keeps", async () => {
      const key = keyOf('keys');
      await calls.change(key, pending(key));
      await calls.change(key, appended('a second write'));
      const call = await calls.get(key);
      expect(call).toMatchObject({ tenantId: 'acme', callId: 'keys', revision: 2 });
      expect(call).not.toHaveProperty('pk');
      expect(call).not.toHaveProperty('sk');
      const { Item } = await makeDocumentClient(target.dynamodb).send(
        new GetCommand({ TableName: target.tableNames.callRecords, Key: { pk: 'acme#keys', sk: 'call' } }),
      );
      expect(Item).toMatchObject({ ...call, pk: 'acme#keys', sk: 'call' });
    });

    it('drops a field that a change sets to undefined', async () => {
      const key = keyOf('dropped');
      await calls.change(key, pending(key));
      await calls.change(key, stored(key));
      expect(await calls.get(key)).not.toHaveProperty('reconciliationShard');
    });

    it('names an unreadable item, and does not change it', async () => {
      const broken = { pk: 'acme#broken', sk: 'call', tenantId: 'acme', callId: 'broken', revision: 'one' };
      await put(broken);
      const error = { code: 'STORE_ITEM_UNREADABLE', message: expect.stringContaining('acme#broken') };
      await expect(calls.get(keyOf('broken'))).rejects.toMatchObject(error);
      await expect(calls.change(keyOf('broken'), pending(keyOf('broken')))).rejects.toMatchObject(error);
    });

    it('refuses to write an unreadable record, and does not change the call', async () => {
      const key = keyOf('absurd');
      await calls.change(key, pending(key));
      const ruined = calls.change(key, (current) => ({
        next: { ...current!, revision: 2, recoverableUntil: '+010000-03-01T00:00:00.000Z' },
        result: 'never',
      }));
      await expect(ruined).rejects.toMatchObject({
        code: 'STORE_ITEM_UNWRITABLE',
        fault: 'permanent',
        message: expect.stringMatching(/acme#absurd.*recoverableUntil = "\+010000-03-01T/),
      });
      expect((await calls.get(key))?.revision).toBe(1);
    });

    it('rethrows the error of a change, and writes no item', async () => {
      await expect(calls.change(keyOf('none'), appended('x'))).rejects.toThrow('no call to append to');
      expect(await calls.get(keyOf('none'))).toBeUndefined();
    });

    it('reports a too large record as an error of that record, and does not change it', async () => {
      const key = keyOf('large');
      await calls.change(key, pending(key));
      await expect(calls.change(key, appended('x'.repeat(500_000)))).rejects.toMatchObject({
        code: 'STORE_ITEM_TOO_LARGE',
        fault: 'permanent',
      });
      expect((await calls.get(key))?.revision).toBe(1);
    });

    it('reports a missing table as an error of the configuration, and is not reachable', async () => {
      const lost = storeOf(target, 'test-absent');
      await expect(lost.get(keyOf('x'))).rejects.toMatchObject({ fault: 'configuration' });
      await expect(lost.change(keyOf('x'), pending(keyOf('x')))).rejects.toMatchObject({
        code: 'STORE_UNUSABLE',
      });
      const pages = lost.pendingCalls('0', shifted(NOON, 1))[Symbol.asyncIterator]();
      await expect(pages.next()).rejects.toMatchObject({ fault: 'configuration' });
      expect(await lost.isReachable()).toBe(false);
      expect(await calls.isReachable()).toBe(true);
    });

    const put = (item: Record<string, unknown>) =>
      makeDocumentClient(target.dynamodb).send(
        new PutCommand({ TableName: target.tableNames.callRecords, Item: item }),
      );
  });
};

export const storeOf = (
  { dynamodb, ...access }: Pick<DynamodbTarget, 'dynamodb' | 'signedHttp' | 'recentBytes' | 'joinsWrites'>,
  table: string,
  announce: Announce = async () => undefined,
): CallStore =>
  makeCallStore({
    dynamodb,
    table,
    reconciliationIndex: reconciliationIndex.name,
    announce,
    signedHttp: access.signedHttp,
    recentBytes: access.recentBytes,
    joinsWrites: access.joinsWrites,
  });
