import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { CallKey } from '@recordings/call-record';
import type { CallStore } from '../src/call-store.ts';
import { makeDocumentClient } from '../src/make-document-client.ts';
import { appended, keyOf, pending } from './call-fixture.ts';
import { storeOf } from './call-store-contract.ts';
import type { DynamodbTarget, StartDynamodb } from './dynamodb-target.ts';

/** The suite that every DynamoDB must pass: changes that start from a record that was read or written before. */
export const describeLikelyRecords = (name: string, start: StartDynamodb): void => {
  describe(`likely records on ${name}`, () => {
    let target: DynamodbTarget;
    let calls: CallStore;

    beforeAll(async () => {
      target = await start();
      calls = storeOf(target, target.tableNames.callRecords);
    });
    afterAll(() => target.stop());

    it('starts from the record that is likely, and reads the record if it is another', async () => {
      const key = keyOf('likely');
      const none = { current: undefined };
      expect(await calls.change(key, pending(key), none)).toBe('changed');
      const first = await calls.get(key);
      expect(await calls.change(key, appended('second'), { current: first })).toBe('appended');
      expect(await calls.change(key, appended('third'), { current: first })).toBe('appended');
      expect(await calls.change(key, pending(key), none)).toBe('unchanged');
      expect((await calls.get(key))?.history.map(({ what }) => what).slice(1)).toEqual(['second', 'third']);
    });

    it('does not take the word of a likely record that needs no change', async () => {
      const key = keyOf('unlikely');
      await calls.change(keyOf('other'), pending(keyOf('other')));
      const done = await calls.get(keyOf('other'));
      expect(await calls.change(key, pending(key), { current: { ...done!, ...key } })).toBe('changed');
      expect(await calls.get(key)).toMatchObject({ revision: 1 });
    });

    it('keeps the record that another writer wrote meanwhile', async () => {
      const key = keyOf('two writers');
      const other = storeOf({ dynamodb: target.dynamodb }, target.tableNames.callRecords);
      await calls.change(key, pending(key));
      await calls.change(key, appended('ours'));
      await other.change(key, appended('theirs'));
      await calls.change(key, appended('ours again'));
      expect((await calls.get(key))?.history.map(({ what }) => what).slice(1)).toEqual([
        'ours',
        'theirs',
        'ours again',
      ]);
    });

    it('starts a change from what a read gives, with every unknown field', async () => {
      const key = keyOf('exact');
      await calls.change(key, pending(key));
      const newerField = { deep: [1.5, null, 'ü"\\\n', true, { none: {} }], many: new Set(['a']) };
      await calls.change(key, (current) => ({
        next: { ...current!, newerField, audioUrl: undefined, revision: 2 },
        result: 'changed',
      }));
      const { many: _, ...plain } = newerField;
      await calls.change(key, (current) => ({
        next: { ...current!, newerField: plain, audioUrl: undefined, revision: 3 },
        result: 'changed',
      }));
      const read = await calls.get(key);
      const seen: unknown[] = [];
      await calls.change(key, (current) => {
        seen.push(current);
        return appended('fourth')(current);
      });
      expect(seen).toStrictEqual([read]);
    });

    it('reads a call again that was removed', async () => {
      const key = keyOf('removed');
      await calls.change(key, pending(key));
      await target.dynamodb.send(
        new DeleteItemCommand({
          TableName: target.tableNames.callRecords,
          Key: { pk: { S: 'acme#removed' }, sk: { S: 'call' } },
        }),
      );
      expect(await calls.change(key, pending(key))).toBe('changed');
      expect(await calls.get(key)).toMatchObject({ revision: 1 });
    });

    it('reads several calls together, and leaves out what cannot be read', async () => {
      const keys = ['together 1', 'together 2', 'together 3', 'together 4'].map((id) => keyOf(id));
      const [one, two, absent, broken] = keys as [CallKey, CallKey, CallKey, CallKey];
      for (const key of [one, two]) await calls.change(key, pending(key));
      const unreadable = { pk: `acme#${broken.callId}`, sk: 'call', tenantId: 'acme', revision: 'one' };
      await makeDocumentClient(target.dynamodb).send(
        new PutCommand({ TableName: target.tableNames.callRecords, Item: unreadable }),
      );
      expect(await calls.getAll([two, broken, absent, one])).toEqual([
        { current: await calls.get(two), isRead: true },
        undefined,
        { current: undefined, isRead: true },
        { current: await calls.get(one), isRead: true },
      ]);
    });

    it('takes the word of a record that was read for a change, but not against another writer', async () => {
      const key = keyOf('read ahead');
      await calls.change(key, pending(key));
      const [read] = await calls.getAll([key]);
      expect(await calls.change(key, pending(key), read)).toBe('unchanged');
      await calls.change(key, appended('by another'));
      await calls.change(key, appended('ours'), read);
      expect((await calls.get(key))?.history.map(({ what }) => what).slice(1)).toEqual([
        'by another',
        'ours',
      ]);
    });
  });
};
