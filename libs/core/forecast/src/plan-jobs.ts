import type { ExportConstraints, Timestamp } from '@recordings/call-record';
import { type ExportPlan, planNextExport, type WaitingWindow } from '@recordings/reconciliation';

/** `readyAt`: when the job can start. Before that, OCP's list of its range is not complete. */
export type PlannedJob = ExportPlan & { readonly readyAt: Timestamp };

/**
 * The export jobs that the windows of one group need, as the workers plan them. Tenants do not share a job. Workers merge
 * windows of one priority in the order in which they come, so where the longest range divides them, jobs may differ.
 */
export const planJobs = (
  windows: readonly WaitingWindow[],
  constraints: ExportConstraints,
  now: Timestamp,
): PlannedJob[] => {
  const isMerging = constraints.runningJobsPerGroup !== 'unbounded';
  const shared = isMerging
    ? [...Map.groupBy(windows, ({ tenantId }) => tenantId).values()]
    : windows.map((window) => [window]);
  return shared.flatMap((waiting) => planUntilDone(waiting, constraints, now));
};

const planUntilDone = (
  windows: readonly WaitingWindow[],
  constraints: ExportConstraints,
  now: Timestamp,
): PlannedJob[] => {
  const jobs: PlannedJob[] = [];
  let waiting = windows;
  let at = now;
  for (;;) {
    const next = planNextExport(waiting, constraints, at);
    if (next.kind === 'nothing') return jobs;
    if (next.kind === 'wait') {
      at = next.until;
      continue;
    }
    jobs.push({ ...next.plan, readyAt: at });
    const served = new Set(next.plan.reconciliationIds);
    waiting = waiting.filter(({ reconciliationId }) => !served.has(reconciliationId));
  }
};
