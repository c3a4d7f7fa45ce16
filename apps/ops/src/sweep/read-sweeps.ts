import { epochMsOf, HOUR_MS, type RegistryGroup, type Timestamp } from '@recordings/call-record';
import { oldestSweepable, type SweepCheckpoint, waitsSince } from '@recordings/reconciliation';
import type { Platform } from '../platform.ts';

/** How far the sweeps of a group are. */
export type SweepsOfGroup = {
  readonly tenant: string;
  readonly group: string;
  /** Absent: no range of the group was planned yet. */
  readonly checkpoint?: SweepCheckpoint;
  /** For how long the range that waits longest could have been swept; 0: none waits. */
  readonly lateHours: number;
  /** What is older is not swept: OCP has deleted it, or is about to. */
  readonly deletedUntil: Timestamp;
};

export const readSweeps = async (
  platform: Platform,
  groups: readonly RegistryGroup[],
  now: Timestamp,
): Promise<SweepsOfGroup[]> => {
  const policy = policyOf(platform);
  return Promise.all(
    groups.map(async (group) => {
      const key = { tenantId: group.tenant, groupId: group.name };
      const checkpoint = await platform.stores.sweeps.get(key);
      const deletedUntil = oldestSweepable(group, now, policy);
      const known = { tenant: group.tenant, group: group.name, deletedUntil };
      if (!checkpoint) return { ...known, lateHours: 0 };
      return { ...known, checkpoint, lateHours: lateHoursOf(checkpoint, group, now, policy) };
    }),
  );
};

const policyOf = ({ config }: Pick<Platform, 'config'>) => ({
  settledAfterMs: config.SWEEP_SETTLE_HOURS * HOUR_MS,
  expiryMarginMs: config.EXPIRY_MARGIN_HOURS * HOUR_MS,
});

const lateHoursOf = (
  checkpoint: SweepCheckpoint,
  group: RegistryGroup,
  now: Timestamp,
  policy: ReturnType<typeof policyOf>,
): number => {
  const since = waitsSince(checkpoint, group, now, policy);
  return since === undefined ? 0 : Math.max(0, (epochMsOf(now) - epochMsOf(since)) / HOUR_MS);
};
