import { CallId, type CallKey, GroupId, giveUpCall, shifted, TenantId } from '@recordings/call-record';
import { tenantCallsIndex } from '@recordings/topology';
import type { CallStore } from '../src/call-store.ts';
import { makeFinalCallPages } from '../src/final-call-pages.ts';
import type { FindExistingCalls } from '../src/find-existing-calls.ts';
import { makeFindExistingCalls } from '../src/find-existing-calls.ts';
import type { FindStoredCalls } from '../src/find-stored-calls.ts';
import { makeFindStoredCalls } from '../src/find-stored-calls.ts';
import { context, keyOf, NOON, pending, stored } from './call-fixture.ts';
import { storeOf } from './call-store-contract.ts';
import { answerOnce, countCommands } from './count-commands.ts';
import type { DynamodbTarget, StartDynamodb } from './dynamodb-target.ts';

const acme = TenantId.parse('acme');
const group = { tenantId: acme, groupId: GroupId.parse('g') };
const HOUR_MS = 3_600_000;
/** The calls are recorded at noon. A start after that would be impossible, and is not taken over. */
const range = { fromDate: shifted(NOON, -2 * HOUR_MS), toDate: shifted(NOON, -HOUR_MS) };

/** The suite that every DynamoDB must pass: the look-ups of many calls. */
export const describeCallLookups = (name: string, start: StartDynamodb): void => {
  describe(`look-ups of calls on ${name}`, () => {
    let target: DynamodbTarget;
    let calls: CallStore;
    let findStored: FindStoredCalls;
    let findExisting: FindExistingCalls;

    beforeAll(async () => {
      target = await start();
      const { dynamodb } = target;
      const table = target.tableNames.callRecords;
      calls = storeOf(target, table);
      findStored = makeFindStoredCalls({ dynamodb, table, tenantCallsIndex: tenantCallsIndex.name });
      findExisting = makeFindExistingCalls({ dynamodb, table });
    });
    afterAll(() => target.stop());

    /** @param startedAfterMs from the beginning of the range. */
    const write = async (key: CallKey, startedAfterMs: number, isStored: boolean): Promise<void> => {
      await calls.change(key, pending(key, startedAfterMs - 2 * HOUR_MS));
      if (isStored) await calls.change(key, stored(key));
    };

    it('finds the stored calls of one group that started in the range', async () => {
      await write(keyOf('first'), 0, true);
      await write(keyOf('last'), HOUR_MS - 1, true);
      await write(keyOf('before'), -1, true);
      await write(keyOf('at-the-end'), HOUR_MS, true);
      await write(keyOf('missing'), 1_000, false);
      await write(keyOf('other-tenant', 'bolt'), 1_000, true);
      const found = await findStored(group, range);
      expect([...found.keys()].sort()).toEqual(['first', 'last']);
      expect(found.get(CallId.parse('first'))).toEqual({
        startedAt: range.fromDate,
        endedAt: shifted(range.fromDate, 1_000),
      });
      const other = { ...group, groupId: GroupId.parse('other') };
      expect((await findStored(other, range)).size).toBe(0);
    });

    it('finds the explained and given-up calls of one group that started in the range, oldest first', async () => {
      const writeFinal = async (key: CallKey, startedAfterMs: number): Promise<void> => {
        await write(key, startedAfterMs, false);
        const gone = { code: 'RETENTION_EXPIRED', message: 'gone' };
        await calls.change(key, giveUpCall(gone, { ...context, now: range.toDate }));
      };
      await writeFinal(keyOf('final-last'), HOUR_MS - 1);
      await writeFinal(keyOf('final-first'), 0);
      await writeFinal(keyOf('final-before'), -1);
      await writeFinal(keyOf('final-at-the-end'), HOUR_MS);
      await writeFinal(keyOf('final-other-tenant', 'bolt'), 1_000);
      await write(keyOf('explained'), 1_000, false);
      const outcome = { code: 'NO_AUDIO_EXPECTED', message: 'off', retryable: false, at: NOON };
      await calls.change(keyOf('explained'), (call) => ({
        next: { ...call!, reconciliationStatus: undefined, outcome, revision: call!.revision + 1 },
        result: undefined,
      }));
      const { dynamodb } = target;
      const table = target.tableNames.callRecords;
      const pages = makeFinalCallPages({ dynamodb, table, tenantCallsIndex: tenantCallsIndex.name });
      const found: unknown[] = [];
      for await (const page of pages(group, range)) found.push(...page);
      expect(found).toEqual([
        { callId: 'final-first', callTimestamp: range.fromDate },
        { callId: 'explained', callTimestamp: shifted(range.fromDate, 1_000) },
        { callId: 'final-last', callTimestamp: shifted(range.toDate, -1) },
      ]);
    });

    it('awaits `onPage` after a page, and fails if it throws', async () => {
      let pages = 0;
      await findStored(group, range, async () => void (pages += 1));
      expect(pages).toBe(1);
      const stop = async (): Promise<void> => Promise.reject(new Error('stop'));
      await expect(findStored(group, range, stop)).rejects.toThrow('stop');
    });

    it('finds which calls have a record, 100 a request, each asked for once', async () => {
      const ids = Array.from({ length: 150 }, (_, n) => CallId.parse(`many-${n}`));
      const written = [ids[0]!, ids[99]!, ids[100]!, ids[149]!];
      for (const callId of written) await write({ tenantId: acme, callId }, 2 * HOUR_MS, false);
      await write(keyOf('many-7', 'bolt'), 2 * HOUR_MS, false);
      const counted = countCommands(target.dynamodb);
      const found = await findExisting(acme, [...ids, ids[0]!]);
      expect(counted.stop()).toEqual({ BatchGetItemCommand: 2 });
      expect([...found].sort()).toEqual([...written].sort());
    });

    it('asks again for what a batch left unread', async () => {
      await write(keyOf('unread-1'), 2 * HOUR_MS, false);
      await write(keyOf('unread-2'), 2 * HOUR_MS, false);
      const ids = ['unread-1', 'unread-2', 'unread-3'].map((id) => CallId.parse(id));
      const { requests, stop } = answerOnce(target.dynamodb, 'BatchGetItemCommand', (input) => ({
        Responses: {},
        UnprocessedKeys: (input as { RequestItems: unknown }).RequestItems,
      }));
      expect([...(await findExisting(acme, ids))].sort()).toEqual(['unread-1', 'unread-2']);
      stop();
      expect(requests()).toBe(2);
    });

    it('sends no request for no calls', async () => {
      const counted = countCommands(target.dynamodb);
      expect((await findExisting(acme, [])).size).toBe(0);
      expect(counted.stop()).toEqual({});
    });
  });
};
