import { type CallKey, shifted, type Timestamp } from '@recordings/call-record';
import type { CallStore } from '../src/call-store.ts';
import { keyOf, NOON, pending, stored } from './call-fixture.ts';
import { storeOf } from './call-store-contract.ts';
import { countQueries } from './count-queries.ts';
import type { DynamodbTarget, StartDynamodb } from './dynamodb-target.ts';

const STORED = 100;
const PENDING = 5;
const HOUR_MS = 3_600_000;

/** The suite that every DynamoDB must pass: the sparse index. */
export const describePendingCalls = (name: string, start: StartDynamodb): void => {
  describe(`pending calls on ${name}, ${STORED} stored and ${PENDING} pending`, () => {
    let target: DynamodbTarget;
    let calls: CallStore;

    beforeAll(async () => {
      target = await start();
      calls = storeOf(target, target.tableNames.callRecords);
      for (let done = 0; done < STORED; done += 50) {
        await Promise.all(Array.from({ length: 50 }, (_, n) => writeStored(keyOf(`stored-${done + n}`))));
      }
      // Written from the latest to the earliest.
      for (let n = PENDING - 1; n >= 0; n -= 1) {
        await calls.change(keyOf(`pending-${n}`), pending(keyOf(`pending-${n}`), n * 1_000));
      }
    });
    afterAll(() => target.stop());

    const writeStored = async (key: CallKey): Promise<void> => {
      await calls.change(key, pending(key));
      await calls.change(key, stored(key));
    };

    const idsUntil = async (until: Timestamp, shard = '0'): Promise<unknown[]> => {
      const ids: unknown[] = [];
      for await (const page of calls.pendingCalls(shard, until))
        ids.push(...page.map(({ callId }) => callId));
      return ids;
    };

    it('gives the pending calls only, oldest first', async () => {
      const all = Array.from({ length: PENDING }, (_, n) => `pending-${n}`);
      expect(await idsUntil(shifted(NOON, HOUR_MS))).toEqual(all);
    });

    it('reads the pending calls in one request, and no other item of the table', async () => {
      const counted = countQueries(target.dynamodb);
      await idsUntil(shifted(NOON, HOUR_MS));
      expect(counted.stop()).toEqual({ requests: 1, itemsRead: PENDING });
    });

    it('leaves out a call that started at the bound or later', async () => {
      expect(await idsUntil(shifted(NOON, 3_000))).toEqual(['pending-0', 'pending-1', 'pending-2']);
      expect(await idsUntil(NOON)).toEqual([]);
    });

    it('separates the shards', async () => {
      expect(await idsUntil(shifted(NOON, HOUR_MS), '1')).toEqual([]);
    });

    it('no longer gives a call once it is stored', async () => {
      const key = keyOf('late');
      await calls.change(key, pending(key, 60_000));
      expect(await idsUntil(shifted(NOON, HOUR_MS))).toContain('late');
      await calls.change(key, stored(key));
      expect(await idsUntil(shifted(NOON, HOUR_MS))).not.toContain('late');
    });

    it('does not give a stored call again after a late event', async () => {
      const key = keyOf('stored-0');
      expect(await calls.change(key, pending(key, -30_000))).toBe('changed');
      expect(await idsUntil(shifted(NOON, HOUR_MS))).not.toContain('stored-0');
    });
  });
};
