import { shifted, type TenantId } from '@recordings/call-record';
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
 * other tenant that was served before it, and is not held back, has windows left that could be exported when the slot came
 * free.
 */
export const makeTurnRule = (timeline: Timeline, windows: () => readonly WaitingWindow[]): TurnRule => {
  const served = new Map<string, TenantId[]>();
  const waitingAt = new Map<string, Waiting>();
  const findWaiting = (groupId: string): Waiting => {
    const now = shifted(timeline.now(), -SKEW_MS);
    const { exportConstraints: rule } = registry.groups.find(({ name }) => name === groupId)!;
    const ready = windows()
      .filter((window) => window.groupId === groupId)
      .filter((window) => planNextExport([window], rule, now, { gatherMs: GATHER_MS }).kind === 'ready');
    const byTenant = Map.groupBy(ready, ({ tenantId }) => tenantId);
    return new Map([...byTenant].map(([id, some]) => [id, new Set(some.map((one) => one.reconciliationId))]));
  };

  return (groupId, { slotId, job, shares }, before) => {
    if (slotId !== 'single') return [];
    if (before?.job && !job) {
      const { tenantId } = before.job;
      const order = (served.get(groupId) ?? []).filter((id) => id !== tenantId);
      if (wasServed(before.job, before.shares, shares)) served.set(groupId, [...order, tenantId]);
      waitingAt.set(groupId, findWaiting(groupId));
    }
    if (!job || before?.job) return [];
    const left = new Map(windows().map((window) => [window.reconciliationId as string, window]));
    const foreign = job.reconciliationIds.filter(
      (id) => (left.get(id)?.tenantId ?? job.tenantId) !== job.tenantId,
    );
    const order = served.get(groupId) ?? [];
    // A tenant whose jobs fail again and again loses its turn until its wait ends.
    const isHeld = (id: TenantId): boolean =>
      (shares?.[id]?.heldUntil ?? '') > shifted(timeline.now(), -SKEW_MS - PLANNING_MS);
    const overtaken = [...(waitingAt.get(groupId) ?? [])].filter(
      ([id, ids]) =>
        !isHeld(id) &&
        order.indexOf(id) < order.indexOf(job.tenantId) &&
        [...ids].some((one) => left.has(one)),
    );
    return [
      ...foreign.map((id) => `a job of ${job.tenantId} serves ${id} of another tenant`),
      ...overtaken.map(([id]) => `${job.tenantId} has a job of ${groupId} before ${id}, whose turn it is`),
    ];
  };
};

/** An intended job whose windows were served meanwhile is given back. One that OCP refused was its tenant's turn. */
const wasServed = (
  { phase, tenantId }: ExportJob,
  before: ExportSlot['shares'],
  after: ExportSlot['shares'],
): boolean => phase !== 'intended' || after?.[tenantId]?.heldUntil !== before?.[tenantId]?.heldUntil;
