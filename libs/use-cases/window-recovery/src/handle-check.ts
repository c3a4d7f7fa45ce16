import { codeOf, type Disposition } from '@recordings/fault';
import {
  EXPORT_CHECK_VERSION,
  ExportCheck,
  type ExportJobEvent,
  readMessage,
} from '@recordings/reconciliation';
import { driveGroup } from './exports/drive-group.ts';
import { moveExportJob } from './exports/move-export-job.ts';
import { findReconciledGroup, type ReconciledGroup, type RecoveryDeps } from './recovery-deps.ts';
import { moveReconciliation, untilMs } from './reconciliations/move-reconciliation.ts';
import { NEWER_VERSION_DELAY_S } from './handle-request.ts';

/** A poll this much before its time is on time: delays are whole seconds, and clocks differ. */
const EARLY_TOLERANCE_MS = 2_000;

type Poll = Extract<ExportCheck, { kind: 'poll' }>;

/** Looks at what the worker waits for: a job's status, a group's next export, a reconciliation's end. */
export const makeHandleCheck =
  (deps: RecoveryDeps) =>
  async ({ body }: { readonly body: string }): Promise<Disposition> => {
    const read = readMessage(ExportCheck, EXPORT_CHECK_VERSION, body);
    if (read.kind === 'newer') return { kind: 'postpone', delayS: NEWER_VERSION_DELAY_S };
    if (read.kind === 'unreadable') return { kind: 'dead-letter', reason: read.reason };
    const check = read.message;
    if (check.kind === 'close') {
      await moveReconciliation(deps, check.reconciliationId, { type: 'nudged' });
      return { kind: 'ack' };
    }
    const group = findReconciledGroup(deps.registry, check);
    if (!group)
      return { kind: 'dead-letter', reason: `GROUP_UNKNOWN: ${check.groupId} of ${check.tenantId}` };
    const isFreed = check.kind === 'group' || (await poll(deps, group, check)) === 'freed';
    if (isFreed) await driveGroup(deps, group);
    return { kind: 'ack' };
  };

/** One poll of a job. A number that has passed is acknowledged and does nothing, so duplicates never multiply. */
const poll = async (deps: RecoveryDeps, group: ReconciledGroup, check: Poll): Promise<'freed' | 'held'> => {
  const { slotId, exportId, number } = check;
  const { slots } = await deps.exportGroups.read(group);
  const job = slots.find((slot) => slot.slotId === slotId)?.job;
  if (job?.exportId !== exportId || job.phase === 'intended' || job.pollNumber !== number) {
    deps.note({ type: 'check_ignored', reason: 'poll passed' });
    return 'held';
  }
  const isRunning = job.phase === 'created' || job.phase === 'polling';
  const earlyMs = isRunning ? untilMs(job.pollDueAt, deps.now()) : 0;
  if (earlyMs > EARLY_TOLERANCE_MS) {
    // SQS delays by 15 minutes at most: a later poll takes several steps, under the same number.
    await deps.sendCheck(check, earlyMs);
    return 'held';
  }
  const event = isRunning ? await lookAtJob(deps, group, job.jobId, number) : ({ type: 'nudged' } as const);
  return moveExportJob(deps, { group, slotId, exportId }, event);
};

const lookAtJob = async (
  deps: RecoveryDeps,
  group: ReconciledGroup,
  jobId: string,
  number: number,
): Promise<ExportJobEvent> => {
  try {
    const { status, raw, errorMessage } = await deps.ocpOf(group.registered).jobStatus(jobId, deps.signal);
    deps.note({ type: 'export_job_polled', exportJobId: jobId, number, status });
    return { type: 'status-seen', number, status, message: errorMessage ?? `OCP says "${raw}"` };
  } catch (error) {
    if (deps.signal.aborted) throw error;
    const code = codeOf(error);
    deps.note({ type: 'export_job_poll_failed', exportJobId: jobId, number, err: error, code });
    return { type: 'status-unreadable', number };
  }
};
