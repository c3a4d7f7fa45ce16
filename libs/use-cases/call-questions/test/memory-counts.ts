import { HourCounts, RECOUNT_DUE, type TenantId, type Timestamp } from '@recordings/call-record';
import type { CountingDeps, HourKey } from '../src/counting/counting-deps.ts';

type Progress = { readonly countedUntil: Timestamp; readonly revision: number };

/** Counts of hours in memory, with the conditions of the table. */
export const makeMemoryCounts = () => {
  const hours = new Map<string, HourCounts>();
  const progress = new Map<TenantId, Progress>();
  const unregistered: TenantId[] = [];
  const nameOf = ({ tenantId, hour }: HourKey): string => `${tenantId}#${hour}`;
  const counts: CountingDeps['counts'] = {
    get: async (key) => hours.get(nameOf(key)),
    put: async (next) => {
      if ((hours.get(nameOf(next))?.revision ?? 0) !== next.revision - 1) return false;
      hours.set(nameOf(next), HourCounts.parse(JSON.parse(JSON.stringify(next))));
      return true;
    },
    marked: async (until, limit) =>
      [...hours.values()]
        .filter(({ recountState, hour }) => recountState === RECOUNT_DUE && hour <= until)
        .slice(0, limit)
        .map(({ tenantId, hour }) => ({ tenantId, hour })),
    getProgress: async (tenantId) => progress.get(tenantId),
    putProgress: async (tenantId, next) => {
      if ((progress.get(tenantId)?.revision ?? 0) !== next.revision - 1) return false;
      progress.set(tenantId, next);
      return true;
    },
    unregisteredTenants: async () => unregistered,
  };
  return {
    hours,
    progress,
    unregistered,
    counts,
    mark: (key: HourKey): void => {
      const { revision = 0, ...before } = hours.get(nameOf(key)) ?? {};
      const marked = {
        schemaVersion: 1,
        ...before,
        ...key,
        recountState: RECOUNT_DUE,
        revision: revision + 1,
      };
      hours.set(nameOf(key), marked as HourCounts);
    },
  };
};
