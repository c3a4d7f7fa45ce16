import { GroupId, HourCounts, shifted, TenantId, type Timestamp, zeroCounts } from '@recordings/call-record';
import { recountIndex } from '@recordings/topology';
import { type HourCountStore, makeHourCountStore } from '../src/hour-count-store.ts';
import type { DynamodbTarget, StartDynamodb } from './dynamodb-target.ts';

const acme = TenantId.parse('acme');
const HOUR_MS = 3_600_000;
/** The hour that begins `n` hours after ten. */
const hour = (n: number): Timestamp => shifted('2026-01-15T10:00:00.000Z', n * HOUR_MS);
const END_OF_TIME = hour(1_000_000);

const counted = (tenantId: TenantId, n: number, revision: number, calls = 1): HourCounts =>
  HourCounts.parse({
    tenantId,
    hour: hour(n),
    groups: [{ groupId: 'g', ...zeroCounts(), calls, stored: calls }],
    countedAt: hour(n + 3),
    schemaVersion: 1,
    revision,
  });

/** The suite that every DynamoDB must pass: counts of hours. */
export const describeHourCountStore = (name: string, start: StartDynamodb): void => {
  describe(`counts of hours on ${name}`, () => {
    let target: DynamodbTarget;
    let store: HourCountStore;
    beforeAll(async () => {
      target = await start();
      store = makeHourCountStore({
        dynamodb: target.dynamodb,
        table: target.tableNames.hourCounts,
        recountIndex: recountIndex.name,
      });
    });
    afterAll(() => target.stop());

    it('are written once and read again', async () => {
      const counts = counted(acme, 0, 1);
      expect(await store.put(counts)).toBe(true);
      expect(await store.put(counts)).toBe(false);
      expect(await store.get({ tenantId: acme, hour: hour(0) })).toEqual(counts);
      expect(await store.get({ tenantId: acme, hour: hour(1) })).toBeUndefined();
    });

    it('are not written if a mark came while they were made', async () => {
      const tenantId = TenantId.parse('marked-meanwhile');
      await store.put(counted(tenantId, 0, 1));
      await store.mark({ tenantId, hour: hour(0) });
      expect(await store.put(counted(tenantId, 0, 2, 7))).toBe(false);
      const current = await store.get({ tenantId, hour: hour(0) });
      expect(current).toEqual({ ...counted(tenantId, 0, 1), revision: 2, recountState: 'due' });
      expect(await store.put(counted(tenantId, 0, 3, 7))).toBe(true);
      expect(await store.get({ tenantId, hour: hour(0) })).toEqual(counted(tenantId, 0, 3, 7));
    });

    it('are not written as the first ones if a mark made the item', async () => {
      const tenantId = TenantId.parse('marked-first');
      await store.mark({ tenantId, hour: hour(0) });
      expect(await store.put(counted(tenantId, 0, 1))).toBe(false);
      const marked = await store.get({ tenantId, hour: hour(0) });
      expect(marked).toEqual({
        tenantId,
        hour: hour(0),
        recountState: 'due',
        schemaVersion: 1,
        revision: 1,
      });
    });

    it('that are marked are found, the oldest first, until they are counted', async () => {
      const tenantId = TenantId.parse('finder');
      for (const n of [102, 101, 104]) await store.mark({ tenantId, hour: hour(n) });
      await store.mark({ tenantId, hour: hour(101) });
      const marked = async (until: Timestamp, limit: number) =>
        (await store.marked(until, limit)).filter((key) => key.tenantId === tenantId).map((key) => key.hour);
      expect(await marked(END_OF_TIME, 100)).toEqual([hour(101), hour(102), hour(104)]);
      expect(await marked(hour(102), 100)).toEqual([hour(101), hour(102)]);
      expect(await store.marked(END_OF_TIME, 1)).toHaveLength(1);
      expect(await store.put(counted(tenantId, 101, 3))).toBe(true);
      expect(await marked(END_OF_TIME, 100)).toEqual([hour(102), hour(104)]);
    });

    it('of a range are those of its tenant and its hours, in their order', async () => {
      const tenantId = TenantId.parse('ranger');
      for (const n of [3, 0, 1, 2]) await store.put(counted(tenantId, n, 1));
      await store.put(counted(TenantId.parse('ranger-2'), 1, 1));
      await store.putProgress(tenantId, { countedUntil: hour(4), revision: 1 });
      const found = await store.range(tenantId, hour(1), hour(3));
      expect(found.map((one) => [one.tenantId, one.hour])).toEqual([
        [tenantId, hour(1)],
        [tenantId, hour(2)],
      ]);
    });

    it('are confirmed once for each group and hour, by the first listing', async () => {
      const group = { tenantId: TenantId.parse('sure'), groupId: GroupId.parse('Sure_EN') };
      const confirm = (n: number, listed: number, exportJobId: string) =>
        store.confirm({ ...group, hour: hour(n), listed, exportJobId });
      await confirm(1, 7, 'job-1');
      await confirm(1, 9, 'job-2');
      await confirm(2, 3, 'job-2');
      await confirm(3, 3, 'job-2');
      const found = await store.confirmed(group, hour(1), hour(3));
      expect(found.map((one) => [one.hour, one.listed, one.exportJobId])).toEqual([
        [hour(1), 7, 'job-1'],
        [hour(2), 3, 'job-2'],
      ]);
      expect(await store.confirmed({ ...group, groupId: GroupId.parse('Other') }, hour(0), hour(9))).toEqual(
        [],
      );
      expect(await store.range(group.tenantId, hour(0), hour(9))).toEqual([]);
    });

    it('keep the tenants of unregistered groups, each once', async () => {
      const [a, b, c] = ['unknown:a', 'unknown:a+b', 'unknown:ü'].map((id) => TenantId.parse(id));
      expect(await store.unregisteredTenants()).toEqual([]);
      await store.addUnregisteredTenants([a!, b!]);
      await store.addUnregisteredTenants([b!, c!]);
      expect((await store.unregisteredTenants()).sort()).toEqual([a, b, c]);
    });

    it('keep how far a tenant is counted, on the condition of the revision', async () => {
      const tenantId = TenantId.parse('walker');
      expect(await store.getProgress(tenantId)).toBeUndefined();
      expect(await store.putProgress(tenantId, { countedUntil: hour(4), revision: 1 })).toBe(true);
      expect(await store.putProgress(tenantId, { countedUntil: hour(3), revision: 1 })).toBe(false);
      expect(await store.getProgress(tenantId)).toEqual({ countedUntil: hour(4), revision: 1 });
    });
  });
};
