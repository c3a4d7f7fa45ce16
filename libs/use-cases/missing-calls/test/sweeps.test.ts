import { shifted, type Timestamp } from '@recordings/call-record';
import {
  ReconciliationRequest,
  SWEEP_REQUEST_VERSION,
  type SweepCheckpoint,
} from '@recordings/reconciliation';
import type { MissingCallsDeps } from '../src/index.ts';
import { NOON, registry } from './call-fixture.ts';
import { type FinderOptions, makeTestFinder } from './test-finder.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const later = (hours: number): Timestamp => shifted(NOON, hours * HOUR_MS);

type Sweeping = NonNullable<MissingCallsDeps['sweeping']>;

const policy: Sweeping['policy'] = {
  settledAfterMs: 26 * HOUR_MS,
  expiryMarginMs: 3 * HOUR_MS,
  urgentMarginMs: 72 * HOUR_MS,
  maxRunning: 100,
  staleAfterMs: HOUR_MS / 2,
  retryRule: {
    ...{ maxAttempts: 3, retryDelayMs: DAY_MS, firstFaultDelayMs: HOUR_MS / 12 },
    ...{ maxFaultDelayMs: DAY_MS, dailyDelayMs: DAY_MS },
  },
};

const GROUPS = registry.groups.map(({ tenant, name }) => `${tenant}#${name}`);

/** The closed reconciliation of a range. */
const swept = {
  ...{ phase: 'closed', reconciliationStatus: 'COMPLETED' },
  sweep: {
    result: {
      ...{ isDone: true, listed: 4, stored: 1, created: 3, reopened: 0, notListed: 0 },
      ...{ cdrEvents: 8, newCdrEvents: 6 },
    },
  },
};

/** An execution takes fewer steps. */
const MAX_STEPS = 30;

type SweeperOptions = Pick<FinderOptions, 'fault' | 'memory'> & {
  readonly over?: Partial<Sweeping['policy']>;
  readonly isEnabled?: boolean;
  /** The group whose checkpoint cannot be read. */
  readonly unreadable?: string | undefined;
  readonly checkpoints?: Map<string, SweepCheckpoint>;
};

const makeSweeper = ({
  over,
  isEnabled = true,
  unreadable,
  checkpoints = new Map(),
  ...options
}: SweeperOptions = {}) => {
  const keyOf = ({ tenantId, groupId }: Parameters<Sweeping['checkpoints']['get']>[0]): string => {
    const key = `${tenantId}#${groupId}`;
    if (key === unreadable) throw new Error('cannot be read');
    return key;
  };
  const finder = makeTestFinder({
    ...options,
    deps: () => ({
      sweeping: {
        isEnabled,
        policy: { ...policy, ...over },
        checkpoints: {
          get: (group) => finder.steps.take('get sweep', () => checkpoints.get(keyOf(group))),
          change: (group, change) =>
            finder.steps.take('change sweep', () => {
              const current = checkpoints.get(keyOf(group));
              const { next, result } = change(current);
              if (next) expect(next.revision).toBe((current?.revision ?? 0) + 1);
              if (next) checkpoints.set(keyOf(group), next);
              return result;
            }),
        },
      },
    }),
  });
  const sweeps = () => finder.memory.published.filter(({ payload }) => payload.isSweep);
  return { finder, checkpoints, sweeps };
};

describe('an execution', () => {
  it('publishes the oldest range of each group once, as a message that older workers postpone', async () => {
    const { finder, checkpoints, sweeps } = makeSweeper();
    await finder.run();
    await finder.run({ now: later(0.25) });
    expect(sweeps()).toHaveLength(GROUPS.length);
    const [first] = sweeps();
    expect(ReconciliationRequest.parse(first)).toMatchObject({
      version: SWEEP_REQUEST_VERSION,
      payload: { calls: [], callCount: 0, isSweep: true, priority: 'high' },
    });
    const { running } = checkpoints.get(`${first!.payload.tenantId}#${first!.payload.groupId}`)!;
    expect(running?.reconciliationId).toBe(first!.payload.reconciliationId);
    expect(finder.noted('sweeps_measured').at(-1)).toMatchObject({ running: GROUPS.length });
  });

  it('starts no more than run at a time', async () => {
    const { finder, sweeps } = makeSweeper({ over: { maxRunning: 1 } });
    await finder.run();
    await finder.run({ now: later(0.25) });
    expect(sweeps()).toHaveLength(1);
  });

  it.each([
    ['a dry run', { isDryRun: true }],
    ['an execution over some calls', { callIds: ['c-1'] }],
    ['an execution over some time', { from: later(-5) }],
    ['an execution over a tenant without groups', { tenantIds: ['nobody'] }],
  ])('sweeps nothing if it is %s', async (_, options) => {
    const { finder, sweeps, checkpoints } = makeSweeper();
    await finder.run(options);
    expect([sweeps(), [...checkpoints]]).toEqual([[], []]);
  });

  it('publishes a window again under the same id if its worker never saw it', async () => {
    const { finder, sweeps } = makeSweeper({ over: { maxRunning: 1 } });
    await finder.run();
    await finder.run({ now: later(1) });
    const [first, second] = sweeps();
    expect(sweeps()).toHaveLength(2);
    expect(second!.payload).toMatchObject({
      reconciliationId: first!.payload.reconciliationId,
      fromDate: first!.payload.fromDate,
    });
  });

  it('leaves a range alone while its reconciliation is open', async () => {
    const { finder, sweeps } = makeSweeper({ over: { maxRunning: 1 } });
    await finder.run();
    finder.putReconciliation({ reconciliationId: sweeps()[0]!.payload.reconciliationId, sweep: {} });
    await finder.run({ now: later(1) });
    expect(sweeps()).toHaveLength(1);
  });

  it('goes on with the next range when one is swept, and reports it', async () => {
    const { finder, sweeps, checkpoints } = makeSweeper({ over: { maxRunning: 1 } });
    await finder.run();
    const { reconciliationId, tenantId, groupId } = sweeps()[0]!.payload;
    finder.putReconciliation({ ...swept, reconciliationId, completedAt: NOON });
    await finder.run({ now: later(0.25) });
    expect(finder.noted('sweep_ended')).toMatchObject([{ reconciliationId, tenantId, groupId }]);
    expect(checkpoints.get(`${tenantId}#${groupId}`)).toMatchObject({ totals: { ranges: 1, created: 3 } });
    expect(sweeps()).toHaveLength(2);
  });

  it.each([
    ['part', 20, ['sweep_range_expired', 'sweep_ended']],
    ['all', 60, ['sweep_range_expired']],
  ])('reports what OCP had deleted when the job of a range was made: %s of it', async (_, hours, types) => {
    const { finder, sweeps, checkpoints } = makeSweeper({ over: { maxRunning: 1 } });
    await finder.run();
    const { reconciliationId, tenantId, groupId } = sweeps()[0]!.payload;
    const { running } = checkpoints.get(`${tenantId}#${groupId}`)!;
    const times = { exportCreatedAt: later(hours), completedAt: later(hours + 1) };
    finder.putReconciliation({ ...swept, reconciliationId, ...times });
    await finder.run({ now: later(hours + 1) });
    const noted = types.flatMap((type) => finder.noted(type as 'sweep_ended' | 'sweep_range_expired'));
    const own = noted
      .filter((event) => event.tenantId === tenantId && event.groupId === groupId)
      .filter(({ toDate }) => toDate <= running!.toDate);
    expect(own.map(({ type }) => type)).toEqual(types);
    expect(own.at(0)).toMatchObject({ fromDate: running!.fromDate });
    expect(own.at(-1)).toMatchObject({ toDate: running!.toDate });
    expect(finder.noted('sweep_ended')).toHaveLength(types.length - 1);
  });

  it('sweeps the days first that OCP keeps and that a shorter retention left out', async () => {
    const checkpoints = new Map<string, SweepCheckpoint>();
    await makeSweeper({ checkpoints }).finder.run();
    const first = checkpoints.get(GROUPS[0]!)!;
    const { running: _, ...idle } = first;
    const sweptSince = shifted(first.sweptSince!, 20 * DAY_MS);
    checkpoints.set(GROUPS[0]!, { ...idle, sweptSince, sweptUntil: later(-49) });
    const { finder, sweeps } = makeSweeper({ checkpoints });
    await finder.run();
    const [sweep] = sweeps().filter(({ payload }) => payload.groupId === first.groupId);
    expect(sweep?.payload).toMatchObject({ fromDate: first.sweptSince, tenantId: first.tenantId });
    expect(checkpoints.get(GROUPS[0]!)).toMatchObject({
      ...{ sweptSince: first.sweptSince, sweptUntil: later(-49) },
      asked: [{ toDate: sweptSince, by: 'pooler' }],
    });
  });

  it('only reports what a person asked for while sweeps are disabled, as late since then', async () => {
    const checkpoints = new Map<string, SweepCheckpoint>();
    await makeSweeper({ checkpoints }).finder.run();
    const { running: _, ...idle } = checkpoints.get(GROUPS[0]!)!;
    const asked = { fromDate: later(-50), toDate: later(-40), by: 'ana', reason: 'outage', askedAt: NOON };
    checkpoints.set(GROUPS[0]!, { ...idle, asked: [asked, { ...asked, askedAt: later(3) }] });
    const before = structuredClone([...checkpoints]);
    const { finder, sweeps } = makeSweeper({ checkpoints, isEnabled: false });
    expect(await finder.run({ now: later(5) })).toMatchObject({ sweepsEnabled: false });
    expect([sweeps(), [...checkpoints]]).toEqual([[], before]);
    const { tenantId, groupId } = idle;
    expect(finder.noted('sweep_not_run')).toMatchObject([{ tenantId, groupId, ranges: 2, askedAt: NOON }]);
    expect(finder.noted('sweeps_measured')).toMatchObject([{ running: 0, lateMs: 5 * HOUR_MS }]);
  });

  it('reports no range as late that OCP has deleted, or is not settled, while sweeps are disabled', async () => {
    const checkpoints = new Map<string, SweepCheckpoint>();
    await makeSweeper({ checkpoints }).finder.run();
    const { running: _, ...idle } = checkpoints.get(GROUPS[0]!)!;
    const asked = { by: 'ana', reason: 'outage', askedAt: NOON };
    const [deleted, unsettled, waiting] = [-24 * 400, -6, -50].map((hours) => ({
      ...{ fromDate: later(hours), toDate: later(hours + 3), ...asked },
    }));
    const run = async (...ranges: (typeof deleted)[]) => {
      checkpoints.set(GROUPS[0]!, { ...idle, asked: ranges.map((range) => range!) });
      const { finder } = makeSweeper({ checkpoints, isEnabled: false });
      await finder.run({ now: later(5) });
      return [finder.noted('sweep_not_run'), finder.noted('sweeps_measured')];
    };
    expect(await run(deleted, unsettled)).toMatchObject([[], [{ lateMs: 0 }]]);
    expect(checkpoints.get(GROUPS[0]!)?.asked).toHaveLength(2);
    const late = { ...waiting!, askedAt: later(2) };
    expect(await run(deleted, unsettled, late)).toMatchObject([
      [{ ranges: 1, askedAt: later(2) }],
      [{ lateMs: 3 * HOUR_MS }],
    ]);
  });

  it('reads the checkpoints of the other groups if one cannot be read while sweeps are disabled', async () => {
    const { finder } = makeSweeper({ unreadable: GROUPS[0], isEnabled: false });
    await finder.run();
    expect(finder.noted('sweep_group_failed')).toHaveLength(1);
    expect(finder.noted('sweeps_measured')).toMatchObject([{ running: 0, lateMs: 0 }]);
  });

  it('sweeps the other groups if the checkpoint of one cannot be read', async () => {
    const { finder, sweeps } = makeSweeper({ unreadable: GROUPS[0] });
    await finder.run();
    expect(finder.noted('sweep_group_failed')).toHaveLength(1);
    expect(sweeps()).toHaveLength(GROUPS.length - 1);
  });

  it('publishes each range, and no other, if the execution before died or failed at any step', async () => {
    for (let at = 0; at < MAX_STEPS; at += 1) {
      for (const kind of ['crash-before', 'crash-after', 'fail-before', 'fail-after'] as const) {
        const faulty = makeSweeper({ fault: { at, kind } });
        await faulty.finder.tryRun().catch(() => undefined);
        const next = makeSweeper({ memory: faulty.finder.memory, checkpoints: faulty.checkpoints });
        await next.finder.run({ now: later(1) });
        const idsOf = Map.groupBy(next.sweeps(), ({ payload }) => `${payload.tenantId}#${payload.groupId}`);
        const ids = GROUPS.map(
          (key) => new Set(idsOf.get(key)?.map(({ payload }) => payload.reconciliationId)),
        );
        expect([at, kind, ids.map(({ size }) => size)]).toEqual([at, kind, GROUPS.map(() => 1)]);
      }
    }
  });
});
