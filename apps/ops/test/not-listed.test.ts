import { CallId, GroupId, shifted, TenantId } from '@recordings/call-record';
import type { SweepCheckpoint } from '@recordings/reconciliation';
import { NOON, type OpsEnvironment, startEnvironment } from './start-environment.ts';

let environment: OpsEnvironment;
beforeAll(async () => {
  environment = await startEnvironment();
});
afterAll(() => environment.stop());

const key = { tenantId: TenantId.parse('acme'), groupId: GroupId.parse('Acme_EN') };
const ids = ['c-1', '4df5906b-e46a-4f69-991e-896a568c5a96'].map((id) => CallId.parse(id));
const run = (...args: string[]) => environment.run('sweeps', '--not-listed', ...args);

type Range = NonNullable<SweepCheckpoint['notListed']>[number];

/** A checkpoint whose last sweep found so many calls that OCP does not list, and names two of them. */
const keepNotListed = (count: number): Promise<void> =>
  keepRanges({
    ...{ fromDate: '2026-06-12T00:00:00.000Z', toDate: '2026-06-13T00:00:00.000Z' },
    ...{ sweptAt: '2026-06-14T05:30:00.000Z', count, callIds: ids },
  });

const keepRanges = (...notListed: Range[]): Promise<void> =>
  environment.stores.sweeps.change(key, (current) => ({
    next: {
      ...key,
      ...{ sweptUntil: NOON, again: [], asked: [], startedAt: NOON, updatedAt: NOON, schemaVersion: 1 },
      totals: { ranges: 1, listed: 90, created: 0, reopened: 0, notListed: 2 },
      notListed,
      revision: (current?.revision ?? 0) + 1,
    },
    result: undefined,
  }));

describe('sweeps --not-listed', () => {
  it('ends with 3 if no sweep found any', async () => {
    expect(await run()).toMatchObject({
      status: 3,
      complaints: expect.stringContaining('No sweep has found'),
    });
  });

  it('names each call, the day of its range and the time of the sweep, within 100 columns', async () => {
    await keepNotListed(2);
    const { status, said, complaints } = await run('--group', 'Acme_EN');
    expect([status, complaints]).toEqual([0, '']);
    for (const id of ids)
      expect(said).toMatch(new RegExp(`^acme +${id} +Acme_EN +2026-06-12 +2026-06-14 05:30Z$`, 'm'));
    expect(Math.max(...said.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(100);
  });

  it('says how many more were only counted, and gives each call as JSON', async () => {
    await keepNotListed(120);
    const { said, complaints } = await run('--json');
    expect(complaints).toContain('118 more calls are only counted');
    expect(said.split('\n').map((line) => JSON.parse(line) as object)).toEqual(
      ids.map((callId) => ({
        ...{ tenant: 'acme', group: 'Acme_EN', callId },
        ...{ from: '2026-06-12T00:00:00.000Z', to: '2026-06-13T00:00:00.000Z' },
        sweptAt: '2026-06-14T05:30:00.000Z',
      })),
    );
  });

  describe('with exports that overlap', () => {
    const at = (hour: number) => shifted('2026-06-15T00:00:00.000Z', hour * 3_600_000);
    const rangeOf = (from: number, to: number, count: number, ...names: string[]): Range => ({
      ...{ fromDate: at(from), toDate: at(to), sweptAt: at(40), count },
      callIds: names.map((name) => CallId.parse(name)),
    });
    const namesIn = async () => {
      const { said, complaints } = await run('--json');
      const lines = said.split('\n').filter(Boolean);
      return [lines.map((line) => (JSON.parse(line) as { callId: string }).callId), complaints];
    };
    beforeAll(async () => {
      for (const [callId, hour] of [
        ['both', 9],
        ['one', 9],
        ['first', 7],
        ['late', 9],
      ] as const) {
        await environment.addCall(callId, at(hour));
        await environment.storeCall(callId);
      }
    });

    it('names no call that one of them lists, and each other call once', async () => {
      await keepRanges(rangeOf(6, 12, 3, 'both', 'one', 'first'), rangeOf(8, 14, 1, 'both'));
      // The call "first" is not in the second export.
      expect(await namesIn()).toEqual([['both', 'first'], '']);
    });

    it('names a call that the other export may have lacked, among those only counted', async () => {
      await keepRanges(rangeOf(6, 12, 1, 'one'), rangeOf(8, 14, 2, 'other'));
      expect((await namesIn())[0]).toEqual(['one', 'other']);
    });

    it('names no call that the job of the next range lists: it begins before its range', async () => {
      const next = { ...rangeOf(12, 20, 0), exportFrom: at(8) };
      await keepRanges(rangeOf(6, 12, 2, 'one', 'first'), next);
      expect((await namesIn())[0]).toEqual(['first']);
    });

    it('names a call that was stored after the other range: that sweep may not have known it', async () => {
      // It was stored at noon.
      await keepRanges(rangeOf(6, 12, 1, 'late'), rangeOf(8, 10.5, 1, 'other'));
      expect((await namesIn())[0]).toEqual(['late', 'other']);
    });
  });

  it('refuses a tenant and a group that the registry lacks', async () => {
    expect(await run('--tenant', 'bolt')).toMatchObject({ status: 2 });
    expect(await run('--group', 'Acme')).toMatchObject({ status: 2 });
  });
});
