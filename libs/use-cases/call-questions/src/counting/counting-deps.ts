import type { GroupId, HourCounts, TenantId, Timestamp } from '@recordings/call-record';
import type { ReadCalls } from '../finding/make-find-calls.ts';

/** An hour of a tenant, by its beginning. */
export type HourKey = { readonly tenantId: TenantId; readonly hour: Timestamp };

type Progress = { readonly countedUntil: Timestamp; readonly revision: number };

/** What counting the calls of closed hours needs from outside. */
export type CountingDeps = {
  /** A `put` is written if the stored revision is the one before the item's. A mark counts the revision up, too. */
  readonly counts: {
    /** A strong read. */
    get(key: HourKey): Promise<HourCounts | undefined>;
    /** @returns whether it was written. */
    put(next: HourCounts): Promise<boolean>;
    /** Marked hours that began at `until` or earlier, the oldest first, at most `limit`. It may lag. */
    marked(until: Timestamp, limit: number): Promise<readonly HourKey[]>;
    /** A strong read. */
    getProgress(tenantId: TenantId): Promise<Progress | undefined>;
    /** @returns whether it was written. */
    putProgress(tenantId: TenantId, next: Progress): Promise<boolean>;
    /** Tenants under which senders have calls of unregistered groups. */
    unregisteredTenants(): Promise<readonly TenantId[]>;
  };
  /** The calls of a tenant that started in a range. It may lag by less than the delay of an announcement. */
  readonly readCalls: ReadCalls;
  /** Counted in each run. Those of unregistered groups are added. */
  readonly tenantIds: readonly TenantId[];
  /** Whether the registry has this group of the tenant. */
  readonly isRegistered: (group: { readonly tenantId: TenantId; readonly groupId: GroupId }) => boolean;
  /** The first run of a tenant begins with hours of this age: OCP has deleted the recordings of older ones. */
  readonly firstHourAgeMs: number;
  readonly now: () => Timestamp;
  /** Reports what happened. It must not throw. */
  readonly note: (event: CountingEvent) => void;
};

/** What counting reports. */
export type CountingEvent =
  | {
      readonly type: 'hour_counted';
      readonly tenantId: string;
      readonly hour: Timestamp;
      readonly calls: number;
      readonly isAgain: boolean;
    }
  /** An hour has more groups that the registry lacks than are counted by name. So many calls are counted under one name. */
  | {
      readonly type: 'hour_groups_joined';
      readonly tenantId: string;
      readonly hour: Timestamp;
      readonly calls: number;
    }
  /** A call changed while the hour was counted, so the next run counts it. */
  | { readonly type: 'hour_count_outdated'; readonly tenantId: string; readonly hour: Timestamp }
  /**
   * New hours of this tenant, this marked hour, every marked hour, or tenants of unregistered groups could not be counted. The
   * next run tries again.
   */
  | {
      readonly type: 'hour_not_counted';
      readonly tenantId?: string;
      readonly hour?: Timestamp;
      readonly err: unknown;
    };
