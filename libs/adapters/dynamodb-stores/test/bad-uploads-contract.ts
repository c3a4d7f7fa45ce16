import {
  type CallKey,
  type CallRecord,
  quarantineKey,
  recordQuarantined,
  replayHistory,
  type Transition,
} from '@recordings/call-record';
import type { CallStore } from '../src/call-store.ts';
import { context, keyOf, NOON, pending, stored } from './call-fixture.ts';
import { storeOf } from './call-store-contract.ts';
import type { DynamodbTarget, StartDynamodb } from './dynamodb-target.ts';

const badUpload = (key: CallKey, n: number): Transition<undefined> => {
  const sha256 = String(n).padStart(64, '0');
  const detail = `another recording of the call, sha256 ${'f'.repeat(64)}, is stored at ${key.callId}`;
  const object = { key: quarantineKey(key, sha256), sha256, reason: 'CONFLICT', detail, at: NOON };
  return recordQuarantined(key, {}, object, context);
};

/** The call's record after 0, 1, ... `count` bad uploads. */
const recordsOf = (key: CallKey, count: number): CallRecord[] => {
  const records = [pending(key)(undefined).next!];
  for (let n = 0; n < count; n += 1) records.push(badUpload(key, n)(records.at(-1)).next!);
  return records;
};

const bytesOf = (record: CallRecord): number => Buffer.byteLength(JSON.stringify(record));

/** The suite that every DynamoDB must pass: many bad uploads of one call, whose item is limited to 400 KB. */
export const describeBadUploads = (name: string, start: StartDynamodb): void => {
  describe(`bad uploads of one call on ${name}`, () => {
    let target: DynamodbTarget;
    let calls: CallStore;

    beforeAll(async () => {
      target = await start();
      calls = storeOf(target, target.tableNames.callRecords);
    });
    afterAll(() => target.stop());

    it.each([
      ['an ordinary id', 'bad'],
      ['the longest id', '語'.repeat(52)],
    ])('leave room for a good one after up to 500 of them, with %s', async (_, callId) => {
      const key = keyOf(callId);
      const records = recordsOf(key, 500);
      const largest = records.reduce((one, other) => (bytesOf(one) > bytesOf(other) ? one : other));
      for (const [at, record] of [largest, records.at(-1)!].entries()) {
        // The record after that many uploads, written at once: one by one would take half a minute.
        await calls.change(key, (current) => ({
          next: { ...record, revision: (current?.revision ?? 0) + 1 },
          result: 'written',
        }));
        await calls.change(key, badUpload(key, 1_000 + at));
        expect((await calls.get(key))?.quarantinedCount).toBe((record.quarantinedCount ?? 0) + 1);
      }
      expect(await calls.change(key, stored(key))).toBe('stored');
      const call = (await calls.get(key))!;
      expect(call).toMatchObject({ s3Stored: true, quarantinedCount: 501 });
      expect(call.quarantined).toHaveLength(20);
      expect(replayHistory(call.history)).toMatchObject({ quarantined: call.quarantined, s3Stored: true });
    });
  });
};
