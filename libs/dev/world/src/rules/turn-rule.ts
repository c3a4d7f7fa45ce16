import { shifted, type TenantId, type Timestamp } from '@recordings/call-record';
import {
  type ExportJob,
  type ExportSlot,
  planNextExport,
  type WaitingWindow,
} from '@recordings/reconciliation';
import { registry } from '../scenario/policies.ts';
import { SECOND_MS, type Timeline } from '../time/timeline.ts';

/** Checks a write of a slot. @returns the promises that it breaks, as sentences. */
export type TurnRule = (groupId: string, next: ExportSlot, before: ExportSlot | undefined) => string[];

/** Windows of a tenant that waited and could be exported when the slot came free. */
type Waiting = ReadonlyMap<TenantId, ReadonlySet<string>>;

/** Clocks of workers differ by at most this from the time of the world. */
const SKEW_MS = SECOND_MS;
/** A worker reads the slot, and seconds later writes the job that it planned. */
const PLANNING_MS = 30 * SECOND_MS;
/** Windows wait for others of their run, so that they share a job. */
const GATHER_MS = 10 * SECOND_MS;

/**
 * A job serves windows of its own tenant. Tenants that share a slot take turns: a job starts for a tenant only if no
 * other tenant that was served before it has windows left that could be exported when the slot came free. A tenant that
 * was held back at that time has no such windows: a worker that was stopped for long may write the job that it planned
 * then. A job for a tenant that lost the group was planned with an old registry, which does not know the other tenant.
 *
 * @param hasGroup whether the registry gives the group to the tenant now.
 */
export const makeTurnRule = (
  timeline: Timeline,
  windows: () => readonly WaitingWindow[],
  hasGroup: (tenantId: TenantId, groupId: string) => boolean = () => true,
): TurnRule => {
  const served = new Map<string, TenantId[]>();
  const waitingAt = new Map<string, Waiting>();

  return (groupId, { slotId, job, shares }, before) => {
    if (slotId !== 'single') return [];
    if (before?.job && !job) {
      const { tenantId } = before.job;
      const order = (served.get(groupId) ?? []).filter((id) => id !== tenantId);
      if (wasServed(before.job, before.shares, shares)) served.set(groupId, [...order, tenantId]);
      // A tenant whose jobs fail again and again loses its turn until its wait ends.
      const isHeld = (id: TenantId): boolean =>
        (shares?.[id]?.heldUntil ?? '') > shifted(timeline.now(), -SKEW_MS - PLANNING_MS);
      const waiting = [...findWaiting(groupId, windows(), timeline.now())].filter(([id]) => !isHeld(id));
      waitingAt.set(groupId, new Map(waiting));
    }
    if (!job || before?.job) return [];
    const left = new Map(windows().map((window) => [window.reconciliationId as string, window]));
    const foreign = job.reconciliationIds.filter(
      (id) => (left.get(id)?.tenantId ?? job.tenantId) !== job.tenantId,
    );
    const order = served.get(groupId) ?? [];
    const overtaken = [...(waitingAt.get(groupId) ?? [])].filter(
      ([id, ids]) =>
        [id, job.tenantId].every((tenantId) => hasGroup(tenantId, groupId)) &&
        order.indexOf(id) < order.indexOf(job.tenantId) &&
        [...ids].some((one) => left.has(one)),
    );
    return [
      ...foreign.map((id) => `a job of ${job.tenantId} serves ${id} of another tenant`),
      ...overtaken.map(([id]) => `${job.tenantId} has a job of ${groupId} before ${id}, whose turn it is`),
    ];
  };
};

const findWaiting = (groupId: string, windows: readonly WaitingWindow[], now: Timestamp): Waiting => {
  const { exportConstraints: rule } = registry.groups.find(({ name }) => name === groupId)!;
  const ready = windows
    .filter((window) => window.groupId === groupId)
    .filter(
      (window) =>
        planNextExport([window], rule, shifted(now, -SKEW_MS), { gatherMs: GATHER_MS }).kind === 'ready',
    );
  const byTenant = Map.groupBy(ready, ({ tenantId }) => tenantId);
  return new Map([...byTenant].map(([id, some]) => [id, new Set(some.map((one) => one.reconciliationId))]));
};

/** An intended job whose windows were served meanwhile is given back. One that OCP refused was its tenant's turn. */
const wasServed = (
  { phase, tenantId }: ExportJob,
  before: ExportSlot['shares'],
  after: ExportSlot['shares'],
): boolean => phase !== 'intended' || after?.[tenantId]?.heldUntil !== before?.[tenantId]?.heldUntil;
