import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { physicalName, tables } from '@recordings/topology';
import { claimedBy, daysBefore, ended, inOrder, keyOf, minutesBefore } from './calls.ts';
import { startEmulators } from './environment.ts';
import { makeTestPooler } from './make-test-pooler.ts';

let emulators: Awaited<ReturnType<typeof startEmulators>>;
beforeAll(async () => {
  emulators = await startEmulators();
});
afterAll(() => emulators.stop());

describe('a dry run', () => {
  it('says what would be published, and writes and publishes nothing', async () => {
    const environment = await emulators.makeEnvironment();
    const pooler = makeTestPooler(environment);
    const [fresh, stale, expired] = ['fresh', 'stale', 'expired'].map((id) => keyOf(id));
    await pooler.calls.change(fresh!, ended({ key: fresh!, startedAt: minutesBefore(60) }));
    await pooler.calls.change(
      stale!,
      inOrder(ended({ key: stale!, startedAt: minutesBefore(90) }), claimedBy('r-dead', minutesBefore(40))),
    );
    await pooler.calls.change(expired!, ended({ key: expired!, startedAt: daysBefore(60) }));
    const items = async (): Promise<unknown> => {
      const TableName = physicalName(environment.prefix, tables.callRecords.name);
      return (await environment.clients.dynamodb.send(new ScanCommand({ TableName }))).Items;
    };
    const before = await items();

    expect(await pooler.run({ isDryRun: true })).toMatchObject({
      isDryRun: true,
      totalCallsFound: 2,
      totalWindowsCreated: 2,
      totalEventsPublished: 0,
      failedPublishes: 0,
    });
    expect(await items()).toEqual(before);
    expect(await environment.published()).toEqual([]);
    expect(await pooler.metric('calls_retention_expired_total')).toBe(0);
    expect(pooler.logged('window_planned').map(({ callCount }) => callCount)).toEqual([1, 1]);

    // A real execution does what the dry run said.
    expect(await pooler.run()).toMatchObject({ totalCallsFound: 2, totalEventsPublished: 2 });
  });
});
