import { epochMsOf, type RegistryGroup, type Timestamp } from '@recordings/call-record';
import { isolate } from './isolate.ts';
import type { SweepDeps } from './sweep-deps.ts';

/**
 * Reports the ranges that a person asked for while sweeps are disabled: nothing runs them, and they are late since they were asked
 * for. It changes nothing.
 */
export const noteUnswept = async (
  deps: Pick<SweepDeps, 'sweeping' | 'note'>,
  groups: readonly RegistryGroup[],
  now: Timestamp,
  signal: AbortSignal,
): Promise<void> => {
  const { note, sweeping } = deps;
  let lateMs = 0;
  for (const group of groups) {
    if (signal.aborted) return;
    await isolate(deps, group, async () => {
      const key = { tenantId: group.tenant, groupId: group.name };
      const asked = (await sweeping.checkpoints.get(key))?.asked ?? [];
      const [askedAt] = asked.map((range) => range.askedAt).toSorted();
      if (askedAt === undefined) return;
      lateMs = Math.max(lateMs, epochMsOf(now) - epochMsOf(askedAt));
      note({ type: 'sweep_not_run', ...key, ranges: asked.length, askedAt });
    });
  }
  note({ type: 'sweeps_measured', running: 0, lateMs });
};
