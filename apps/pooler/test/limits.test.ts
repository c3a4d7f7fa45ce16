import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { shifted } from '@recordings/call-record';
import {
  daysBefore,
  ended,
  inOrder,
  keyOf,
  minutesBefore,
  NOON,
  SHARD_COUNT,
  storedByPush,
} from './calls.ts';
import { type Environment, startEmulators } from './environment.ts';
import { makeTestPooler } from './make-test-pooler.ts';

let emulators: Awaited<ReturnType<typeof startEmulators>>;
let environment: Environment;
beforeAll(async () => {
  emulators = await startEmulators();
});
afterAll(() => emulators.stop());
beforeEach(async () => {
  environment = await emulators.makeEnvironment();
});

type Answer = {
  readonly ScannedCount?: number;
  readonly Item?: object;
  /** Of a batch of reads: items by table. Of a batch of writes: what became of each. */
  readonly Responses?: Readonly<Record<string, readonly object[]>> | readonly object[];
};
type Send = (args: unknown) => Promise<{ output: Answer }>;

/** Of a query, a batch of reads or one item. */
const countItems = ({ ScannedCount, Responses, Item }: Answer): number => {
  if (Array.isArray(Responses)) return 0;
  return ScannedCount ?? (Responses ? Object.values(Responses).flat().length : Number(Item !== undefined));
};

/** Counts the items that DynamoDB reads for a client, until `stop`. */
const countReads = (client: DynamoDBClient) => {
  const name = 'count-reads';
  let items = 0;
  const counting =
    (next: Send): Send =>
    async (args) => {
      const answer = await next(args);
      items += countItems(answer.output);
      return answer;
    };
  client.middlewareStack.add(counting as never, { step: 'deserialize', name, priority: 'high' });
  return {
    stop: (): number => {
      client.middlewareStack.remove(name);
      return items;
    },
  };
};

describe('an execution', () => {
  it('takes the oldest calls of all shards up to its limit; the next execution takes the rest', async () => {
    const pooler = makeTestPooler(environment, { MAX_CALLS_PER_EXECUTION: '10' });
    const keys = Array.from({ length: 25 }, (_, n) => keyOf(`call-${n}`));
    const startOf = (n: number) => minutesBefore(60 + ((n * 7) % 25) * 20);
    await Promise.all(keys.map((key, n) => pooler.calls.change(key, ended({ key, startedAt: startOf(n) }))));
    const oldestFirst = keys.map((_, n) => startOf(n)).sort();
    const shards = await Promise.all(
      keys.map(async (key) => (await pooler.calls.get(key))?.reconciliationShard),
    );
    expect(new Set(shards).size).toBe(SHARD_COUNT);

    const takenStarts = async (): Promise<string[]> =>
      (await environment.published())
        .flatMap(({ payload }) => payload.calls.map(({ callTimestamp }) => callTimestamp!))
        .sort();
    expect(await pooler.run()).toMatchObject({ totalCallsFound: 10, limitReached: true });
    expect(await takenStarts()).toEqual(oldestFirst.slice(0, 10));
    expect(await pooler.run({ now: shifted(NOON, 1) })).toMatchObject({ limitReached: true });
    expect(await takenStarts()).toEqual(oldestFirst.slice(10, 20));
    expect(await pooler.run({ now: shifted(NOON, 2) })).toMatchObject({
      totalCallsFound: 5,
      limitReached: false,
    });
    expect(await takenStarts()).toEqual(oldestFirst.slice(20));
  });

  it('reads the pending calls and not the table: 10 of 1,010 calls', async () => {
    const pooler = makeTestPooler(environment);
    const old = Array.from({ length: 1_000 }, (_, n) => keyOf(`stored-${n}`));
    for (let from = 0; from < old.length; from += 50) {
      await Promise.all(
        old.slice(from, from + 50).map((key) => {
          const call = ended({ key, startedAt: daysBefore(2) });
          return pooler.calls.change(key, inOrder(call, storedByPush(key, daysBefore(1))));
        }),
      );
    }
    const pending = Array.from({ length: 10 }, (_, n) => keyOf(`pending-${n}`));
    await Promise.all(
      pending.map((key) => pooler.calls.change(key, ended({ key, startedAt: daysBefore(2) }))),
    );
    const reads = countReads(environment.clients.dynamodb);
    const execution = await pooler.run();
    const itemsRead = reads.stop();
    expect(execution).toMatchObject({ totalCallsFound: 10, totalEventsPublished: 1 });
    expect(await pooler.metric('calls_queried_total')).toBe(10);
    // Each call once from the index and once to queue it; the claim at the start and at the end.
    expect(itemsRead).toBeGreaterThanOrEqual(20);
    expect(itemsRead).toBeLessThanOrEqual(23);
  });

  it('publishes nothing and completes if there is no pending call', async () => {
    const pooler = makeTestPooler(environment);
    expect(await pooler.run()).toMatchObject({
      totalCallsFound: 0,
      totalWindowsCreated: 0,
      totalEventsPublished: 0,
      limitReached: false,
    });
  });

  it('logs its figures and each window under the names of the requirement documents', async () => {
    const pooler = makeTestPooler(environment);
    await pooler.calls.change(keyOf('a'), ended({ key: keyOf('a'), startedAt: minutesBefore(60) }));
    await pooler.calls.change(keyOf('b'), ended({ key: keyOf('b'), startedAt: minutesBefore(30) }));
    const { batchId } = await pooler.run();
    expect(pooler.logged('pooler_execution_completed')).toMatchObject([
      {
        level: 'info',
        batchId,
        totalCallsFound: 2,
        totalWindowsCreated: 2,
        totalEventsPublished: 2,
        failedPublishes: 0,
        isDryRun: false,
        limitReached: false,
        durationMs: 0,
        timestamp: NOON,
      },
    ]);
    const published = await environment.published();
    expect(pooler.logged('sns_event_published')).toHaveLength(2);
    expect(pooler.logged('sns_event_published')).toEqual(
      expect.arrayContaining(
        published.map(({ payload }) =>
          expect.objectContaining({
            level: 'info',
            batchId,
            reconciliationId: payload.reconciliationId,
            groupId: 'Acme_EN',
            windowIndex: payload.windowIndex,
            callCount: 1,
            messageId: expect.stringMatching(/.+/) as string,
            timestamp: NOON,
          }),
        ),
      ),
    );
    expect(await pooler.metric('windows_created_total')).toBe(2);
    expect(await pooler.metric('calls_pending_total', '"candidate"')).toBe(2);
    expect(await pooler.metric('reconciliation_backlog_age_hours_sum')).toBe(1);
  });
});
