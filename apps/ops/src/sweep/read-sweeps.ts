import {
  epochMsOf,
  type RegistryGroup,
  retentionMsOf,
  shifted,
  type Timestamp,
} from '@recordings/call-record';
import { type SweepCheckpoint, waitsSince } from '@recordings/reconciliation';
import type { Platform } from '../platform.ts';

/** How far the sweeps of a group are. */
export type SweepsOfGroup = {
  readonly tenant: string;
  readonly group: string;
  /** Absent: no range of the group was planned yet. */
  readonly checkpoint?: SweepCheckpoint;
  /** For how long the range that waits longest could have been swept; 0: none waits. */
  readonly lateHours: number;
  /** OCP has deleted what is older. */
  readonly deletedUntil: Timestamp;
};

const HOUR_MS = 3_600_000;

export const readSweeps = async (
  platform: Platform,
  groups: readonly RegistryGroup[],
  now: Timestamp,
): Promise<SweepsOfGroup[]> =>
  Promise.all(
    groups.map(async (group) => {
      const key = { tenantId: group.tenant, groupId: group.name };
      const checkpoint = await platform.stores.sweeps.get(key);
      const deletedUntil = shifted(now, platform.config.EXPIRY_MARGIN_HOURS * HOUR_MS - retentionMsOf(group));
      const known = { tenant: group.tenant, group: group.name, deletedUntil };
      if (!checkpoint) return { ...known, lateHours: 0 };
      return { ...known, checkpoint, lateHours: lateHoursOf(platform, checkpoint, group, now) };
    }),
  );

const lateHoursOf = (
  { config }: Pick<Platform, 'config'>,
  checkpoint: SweepCheckpoint,
  group: RegistryGroup,
  now: Timestamp,
): number => {
  const policy = {
    settledAfterMs: config.SWEEP_SETTLE_HOURS * HOUR_MS,
    expiryMarginMs: config.EXPIRY_MARGIN_HOURS * HOUR_MS,
  };
  const since = waitsSince(checkpoint, group, now, policy);
  return since === undefined ? 0 : Math.max(0, (epochMsOf(now) - epochMsOf(since)) / HOUR_MS);
};
