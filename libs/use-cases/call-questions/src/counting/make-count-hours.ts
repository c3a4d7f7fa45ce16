import {
  closedUntil,
  earlierOf,
  HOUR_MS,
  hourOf,
  shifted,
  type TenantId,
  type Timestamp,
} from '@recordings/call-record';
import { type CountedHour, countCalls } from './count-calls.ts';
import type { CountingDeps, HourKey } from './counting-deps.ts';
import { writeCounts } from './write-counts.ts';

/** Hours of a tenant that one run counts for the first time, and marked hours that it counts again. */
const MAX_HOURS = 2_000;
/** After so many hours the progress is written, so that a crash repeats few of them. */
const HOURS_OF_A_STEP = 24;
/** While a run counts, no execution by cron starts. After so long it leaves what is left to the next run. */
const MAX_RUN_MS = 600_000;

/** Counts closed hours until none is left, a limit of hours or time is reached, or `signal` aborts. It does not throw. */
export type CountHours = (signal: AbortSignal) => Promise<void>;

/**
 * Makes the function that counts the calls of each closed hour once, and those of marked hours again. Any number of runs may
 * overlap, and each may be killed anywhere: the counts end as a full count gives them.
 */
export const makeCountHours =
  (deps: CountingDeps): CountHours =>
  async (signal) => {
    const startedAt = deps.now();
    const until = closedUntil(startedAt);
    const isTimeUp = (): boolean => deps.now() >= shifted(startedAt, MAX_RUN_MS);
    const attempt = async (about: object, count: () => Promise<void>): Promise<void> => {
      if (signal.aborted) return;
      try {
        await count();
      } catch (err) {
        if (!signal.aborted) deps.note({ type: 'hour_not_counted', ...about, err });
      }
    };
    const tenantIds = new Set(deps.tenantIds);
    await attempt({}, async () => {
      for (const tenantId of await deps.counts.unregisteredTenants()) tenantIds.add(tenantId);
    });
    for (const tenantId of tenantIds) {
      await attempt({ tenantId }, () => countNewHours(deps, tenantId, { until, isTimeUp }, signal));
    }
    await attempt({}, async () => {
      // Marks of open hours are left: their first count does not find them absent, so they are found here later.
      for (const key of await deps.counts.marked(shifted(until, -HOUR_MS), MAX_HOURS)) {
        await attempt(key, () => countAgain(deps, key, signal));
        if (isTimeUp()) return;
      }
    });
  };

/**
 * Counts hours for the first time. Their items are expected to be absent. If one exists, it is marked or counted, so the
 * write fails and that count is not needed.
 */
const countNewHours = async (
  deps: CountingDeps,
  tenantId: TenantId,
  { until, isTimeUp }: { readonly until: Timestamp; readonly isTimeUp: () => boolean },
  signal: AbortSignal,
): Promise<void> => {
  let progress = await deps.counts.getProgress(tenantId);
  let from = progress?.countedUntil ?? hourOf(shifted(until, -deps.firstHourAgeMs));
  const end = earlierOf(until, shifted(from, MAX_HOURS * HOUR_MS));
  while (from < end) {
    const to = earlierOf(end, shifted(from, HOURS_OF_A_STEP * HOUR_MS));
    for await (const counted of countCalls(deps, { tenantId, from, to }, signal)) {
      await writeCounts(deps, counted, undefined);
    }
    progress = { ...progress, countedUntil: to, revision: (progress?.revision ?? 0) + 1 };
    if (!(await deps.counts.putProgress(tenantId, progress))) return; // Another run counts this tenant.
    if (isTimeUp()) return; // Every tenant has its first step in each run.
    from = to;
  }
};

/** The item is read before the calls: a change that this count does not see has a mark that makes its write fail. */
const countAgain = async (deps: CountingDeps, key: HourKey, signal: AbortSignal): Promise<void> => {
  const current = await deps.counts.get(key);
  if (current?.recountState === undefined) return; // Another run was faster; the index lags.
  const range = { tenantId: key.tenantId, from: key.hour, to: shifted(key.hour, HOUR_MS) };
  let counted: CountedHour = { ...key, groups: [] };
  for await (const hour of countCalls(deps, range, signal)) counted = hour;
  await writeCounts(deps, counted, current);
};
