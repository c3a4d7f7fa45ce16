import type { ExportConstraints, TenantId, Timestamp } from '@recordings/call-record';
import type { ExportSlot } from '../export-job/export-group.ts';
import { type NextExport, planNextExport } from './plan-export.ts';
import type { WaitingWindow } from './waiting-window.ts';

type Turn = {
  /** 0: never. */
  readonly servedAtRevision: number;
  readonly waitingSince: Timestamp;
  readonly tenantId: TenantId;
  readonly next: NextExport;
};

/**
 * Plans the next export of a slot that tenants share. A job serves one tenant. The turn goes to the tenant that was
 * served longest ago, among those with windows that can be exported now. Priorities count within a tenant only: a
 * tenant whose windows are all urgent cannot keep the slot from another.
 */
export const planNextTurn = (
  waiting: readonly WaitingWindow[],
  { shares = {} }: Pick<ExportSlot, 'shares'>,
  constraints: ExportConstraints,
  now: Timestamp,
  gatherMs: number,
): NextExport => {
  const turns = [...Map.groupBy(waiting, ({ tenantId }) => tenantId)].map(([tenantId, windows]): Turn => {
    const { servedAtRevision = 0, mergeLimit, rangeLimit } = shares[tenantId] ?? {};
    const waitingSince = windows.map((window) => window.waitingSince).reduce(earliest);
    const next = planNextExport(windows, constraints, now, { gatherMs, mergeLimit, rangeLimit });
    return { servedAtRevision, waitingSince, tenantId, next };
  });
  turns.sort(compareTurns);
  const ready = turns.find(({ next }) => next.kind === 'ready');
  return ready?.next ?? turns.map(({ next }) => next).reduce(soonest, { kind: 'nothing' });
};

const compareTurns = (a: Turn, b: Turn): number =>
  a.servedAtRevision - b.servedAtRevision ||
  (a.waitingSince < b.waitingSince ? -1 : a.waitingSince > b.waitingSince ? 1 : 0) ||
  (a.tenantId < b.tenantId ? -1 : 1);

const earliest = (a: Timestamp, b: Timestamp): Timestamp => (a < b ? a : b);

const soonest = (a: NextExport, b: NextExport): NextExport =>
  a.kind === 'wait' && b.kind === 'wait' && a.until <= b.until ? a : b;
