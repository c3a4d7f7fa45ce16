import {
  CallId,
  type CallKey,
  type CallRecord,
  GroupId,
  giveUpCall,
  shifted,
  TenantId,
} from '@recordings/call-record';
import { tenantCallsIndex } from '@recordings/topology';
import type { CallStore } from '../src/call-store.ts';
import { makeFinalCallPages } from '../src/final-call-pages.ts';
import type { FindExistingCalls } from '../src/find-existing-calls.ts';
import { makeFindExistingCalls } from '../src/find-existing-calls.ts';
import type { FindListableCalls } from '../src/find-listable-calls.ts';
import { makeFindListableCalls } from '../src/find-listable-calls.ts';
import { makeFindOcpMetadata } from '../src/find-ocp-metadata.ts';
import { context, keyOf, NOON, pending, stored } from './call-fixture.ts';
import { storeOf } from './call-store-contract.ts';
import { answerOnce, countCommands } from './count-commands.ts';
import type { DynamodbTarget, StartDynamodb } from './dynamodb-target.ts';

const acme = TenantId.parse('acme');
const group = { tenantId: acme, groupId: GroupId.parse('g') };
const HOUR_MS = 3_600_000;
const options = { promptAttempts: 3 };
/** The calls are recorded at noon. A start after that would be impossible, and is not taken over. */
const range = { fromDate: shifted(NOON, -2 * HOUR_MS), toDate: shifted(NOON, -HOUR_MS) };

/** The suite that every DynamoDB must pass: the look-ups of many calls. */
export const describeCallLookups = (name: string, start: StartDynamodb): void => {
  describe(`look-ups of calls on ${name}`, () => {
    let target: DynamodbTarget;
    let calls: CallStore;
    let findListable: FindListableCalls;
    let findExisting: FindExistingCalls;

    beforeAll(async () => {
      target = await start();
      const { dynamodb } = target;
      const table = target.tableNames.callRecords;
      calls = storeOf(target, table);
      findListable = makeFindListableCalls({ dynamodb, table, tenantCallsIndex: tenantCallsIndex.name });
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
      const { stored: found } = await findListable(group, range, options);
      expect([...found.keys()].sort()).toEqual(['first', 'last']);
      expect(found.get(CallId.parse('first'))).toEqual({
        startedAt: range.fromDate,
        endedAt: shifted(range.fromDate, 1_000),
      });
      const other = { ...group, groupId: GroupId.parse('other') };
      expect((await findListable(other, range, options)).stored.size).toBe(0);
    });

    it('finds calls of the daily schedule, those with all prompt attempts used, by the same query', async () => {
      const use = async (
        key: CallKey,
        attempts: number,
        reconciliationStatus: CallRecord['reconciliationStatus'],
      ) => {
        await write(key, 2_000, false);
        await calls.change(key, (call) => ({
          next: {
            ...call!,
            reconciliationStatus,
            reconciliationAttempts: attempts,
            lastReconciliationAt: NOON,
            nextReconciliationAt: shifted(NOON, HOUR_MS),
            revision: call!.revision + 1,
          },
          result: undefined,
        }));
      };
      await use(keyOf('daily'), 3, 'failed');
      await use(keyOf('daily-faulty'), 4, 'pending');
      await use(keyOf('prompt'), 2, 'failed');
      await use(keyOf('daily-held'), 3, 'queued');
      await use(keyOf('daily-other-tenant', 'bolt'), 3, 'failed');
      const counted = countCommands(target.dynamodb);
      const { daily } = await findListable(group, range, options);
      expect(counted.stop()).toEqual({ QueryCommand: 1 });
      expect([...daily.keys()].sort()).toEqual(['daily', 'daily-faulty']);
      const startedAt = shifted(range.fromDate, 2_000);
      expect(daily.get(CallId.parse('daily'))).toEqual({
        startedAt,
        endedAt: shifted(startedAt, 1_000),
        lastReconciliationAt: NOON,
        nextReconciliationAt: shifted(NOON, HOUR_MS),
      });
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
      await findListable(group, range, { ...options, onPage: async () => void (pages += 1) });
      expect(pages).toBe(1);
      const stop = async (): Promise<void> => Promise.reject(new Error('stop'));
      await expect(findListable(group, range, { ...options, onPage: stop })).rejects.toThrow('stop');
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

    it('reads what OCP says of the recordings of calls, and skips those of which it says nothing', async () => {
      await write(keyOf('described'), 2 * HOUR_MS, false);
      await write(keyOf('plain'), 2 * HOUR_MS, false);
      const said = { duration: 324, agentId: 'AGENT-001' };
      await calls.change(keyOf('described'), (call) => ({
        next: { ...call!, ocpMetadata: said, revision: call!.revision + 1 },
        result: undefined,
      }));
      const { dynamodb } = target;
      const find = makeFindOcpMetadata({ dynamodb, table: target.tableNames.callRecords });
      const ids = ['described', 'plain', 'unknown'].map((id) => CallId.parse(id));
      expect(await find(acme, ids)).toEqual(new Map([['described', said]]));
    });

    it('sends no request for no calls', async () => {
      const counted = countCommands(target.dynamodb);
      expect((await findExisting(acme, [])).size).toBe(0);
      expect(counted.stop()).toEqual({});
    });
  });
};
