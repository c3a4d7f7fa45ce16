import {
  epochMsOf,
  type GroupId,
  HOUR_MS,
  type HourCounts,
  type Registry,
  shifted,
  type TenantId,
  type Timestamp,
} from '@recordings/call-record';
import { HISTORY_HOURS, measureSilence } from './usual-silence.ts';

export type SilenceDeps = {
  readonly counts: {
    /** The counted and marked hours of a tenant that began in `[from, to)`. It may lag. */
    range(tenantId: TenantId, from: Timestamp, to: Timestamp): Promise<readonly HourCounts[]>;
    getProgress(tenantId: TenantId): Promise<{ readonly countedUntil: Timestamp } | undefined>;
  };
  readonly registry: Pick<Registry, 'groups'>;
};

/** A group from which no call has come for longer than usual for this hour of the week. */
export type SilentGroup = {
  readonly tenantId: TenantId;
  readonly groupId: GroupId;
  /** End of the last hour with a call. */
  readonly since: Timestamp;
  readonly silentMinutes: number;
  /** So long a silence is usual at most. */
  readonly usualMinutes: number;
};

/** Finds the silent groups of a tenant, by the counts of its closed hours. */
export type FindSilentGroups = (tenantId: TenantId) => Promise<SilentGroup[]>;

/** Makes the function that compares the last closed hours of each registered group with the same hours of earlier weeks. */
export const makeFindSilentGroups =
  ({ counts, registry }: SilenceDeps): FindSilentGroups =>
  async (tenantId) => {
    const until = (await counts.getProgress(tenantId))?.countedUntil;
    if (until === undefined) return [];
    const items = await counts.range(tenantId, shifted(until, -HISTORY_HOURS * HOUR_MS), until);
    return registry.groups
      .filter(({ tenant }) => tenant === tenantId)
      .flatMap(({ name: groupId }) => {
        const silence = measureSilence(listCalls(items, groupId, until));
        if (!silence || silence.silentHours < silence.usualHours) return [];
        return {
          tenantId,
          groupId,
          since: shifted(until, -silence.silentHours * HOUR_MS),
          silentMinutes: silence.silentHours * 60,
          usualMinutes: silence.usualHours * 60,
        };
      });
  };

/** Calls of each hour, the last one first. Hours without a call have no item. */
const listCalls = (items: readonly HourCounts[], groupId: GroupId, until: Timestamp): number[] => {
  const calls = Array.from({ length: HISTORY_HOURS }, () => 0);
  for (const { hour, groups = [] } of items) {
    const at = (epochMsOf(until) - epochMsOf(hour)) / HOUR_MS - 1;
    calls[at] = groups.find((group) => group.groupId === groupId)?.calls ?? 0;
  }
  return calls;
};
