import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { CallChange } from '@recordings/call-record';
import { makeDocumentClient } from '../src/make-document-client.ts';
import { makeReadHistories } from '../src/read-histories.ts';
import { appended, keyOf, pending } from './call-fixture.ts';
import { storeOf } from './call-store-contract.ts';
import type { DynamodbTarget, StartDynamodb } from './dynamodb-target.ts';

/** The suite that every DynamoDB must pass: changes are announced before they are written. */
export const describeAnnouncements = (name: string, start: StartDynamodb): void => {
  describe(`announced changes on ${name}`, () => {
    let target: DynamodbTarget;
    beforeAll(async () => {
      target = await start();
    });
    afterAll(() => target.stop());

    const storeWith = (announce: (change: CallChange) => Promise<void>) =>
      storeOf(target, target.tableNames.callRecords, announce);
    const readHistories = (...callIds: string[]) =>
      makeReadHistories({ dynamodb: target.dynamodb, table: target.tableNames.callRecords })(
        callIds.map((callId) => keyOf(callId)),
      );

    it('announces each write while the record is still the earlier one', async () => {
      const seen: unknown[] = [];
      const calls = storeWith(async ({ callId, fromRevision }) => {
        seen.push([fromRevision, (await calls.get(keyOf(callId)))?.revision]);
      });
      const key = keyOf('announced');
      await calls.change(key, pending(key));
      await calls.change(key, appended('second'));
      await calls.change(key, pending(key)); // A repeated event: no write.
      expect(seen).toEqual([
        [0, undefined],
        [1, 1],
      ]);
    });

    it('writes no change whose announcement failed', async () => {
      const calls = storeWith(() => Promise.reject(new Error('no queue')));
      const key = keyOf('not-announced');
      await expect(calls.change(key, pending(key))).rejects.toThrow('no queue');
      expect(await calls.get(key)).toBeUndefined();
    });

    it('announces again after a lost race, from the revision that it then read', async () => {
      const key = keyOf('raced');
      const fast = storeWith(async () => undefined);
      await fast.change(key, pending(key));
      const from: number[] = [];
      const slow = storeWith(async ({ fromRevision }) => {
        from.push(fromRevision);
        if (from.length === 1) await fast.change(key, appended('faster'));
      });
      await slow.change(key, appended('slower'));
      expect(from).toEqual([1, 2]);
      expect((await slow.get(key))?.history.map(({ what }) => what).slice(1)).toEqual(['faster', 'slower']);
    });

    it('reads the histories of more than 100 calls in the order of their keys', async () => {
      const calls = storeWith(async () => undefined);
      const ids = Array.from({ length: 120 }, (_, n) => `many-${n}`);
      await Promise.all(ids.map((id) => calls.change(keyOf(id), pending(keyOf(id)))));
      await calls.change(keyOf('many-7'), appended('second'));
      const read = await readHistories(...ids, 'absent-call', 'many-7');
      expect(read).toHaveLength(122);
      expect(read[119]).toMatchObject({ kind: 'read', revision: 1 });
      expect(read[120]).toEqual({ kind: 'absent' });
      expect(read[7]).toMatchObject({ kind: 'read', revision: 2, history: [{}, { what: 'second' }] });
      expect(read[121]).toEqual(read[7]);
    });

    it('reads the history of a record that a service cannot read, and reports one without a history', async () => {
      const Item = { pk: 'acme#odd', sk: 'call', revision: 3, history: [], callStatus: 'NEWER' };
      const TableName = target.tableNames.callRecords;
      const documents = makeDocumentClient(target.dynamodb);
      await documents.send(new PutCommand({ TableName, Item }));
      await documents.send(
        new PutCommand({ TableName, Item: { pk: 'acme#broken', sk: 'call', history: 7 } }),
      );
      expect(await readHistories('odd', 'broken')).toEqual([
        { kind: 'read', revision: 3, history: [] },
        { kind: 'unreadable' },
      ]);
    });
  });
};
