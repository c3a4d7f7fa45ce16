import { codeOf } from '@recordings/fault';
import {
  type ExportCheck,
  type ExportJobEvent,
  isPolled,
  OcpCredentialsError,
  OcpPausedError,
} from '@recordings/reconciliation';
import type { RecoveredGroup } from '../recovered-group.ts';
import type { RecoveryDeps } from '../recovery-deps.ts';
import { untilMs } from '../until-ms.ts';
import { exportRefOf, type HeldSlot, holdsExport } from './export-ref.ts';
import { moveExportJob } from './move-export-job.ts';
import { overloadOf } from './overload-of.ts';

type Poll = Extract<ExportCheck, { kind: 'poll' }>;

/** A poll that is early by less than this is on time: delays are whole seconds, and clocks differ. */
const EARLY_TOLERANCE_MS = 2_000;

/**
 * Polls a job once. A poll with a number that is not due any more does nothing, so duplicates never multiply.
 *
 * @returns whether the slot came free.
 */
export const pollExport = async (
  deps: RecoveryDeps,
  group: RecoveredGroup,
  check: Poll,
): Promise<boolean> => {
  const { slotId, exportId, number } = check;
  const slot = await deps.exportGroups.getSlot(group.slotKey, slotId);
  if (!isExpected(slot, check)) {
    deps.note({ type: 'check_ignored', reason: 'poll passed' });
    return false;
  }
  const { job } = slot;
  const ref = exportRefOf(group, slotId, exportId);
  if (!isPolled(job)) return moveExportJob(deps, ref, { type: 'nudged' }, slot);
  const earlyMs = untilMs(job.pollDueAt, deps.now());
  if (earlyMs > EARLY_TOLERANCE_MS) {
    // SQS delays by 15 minutes at most. A longer delay takes several messages, with the same number.
    await deps.sendCheck(check, earlyMs);
    return false;
  }
  return moveExportJob(deps, ref, await readStatus(deps, group, job.jobId, number), slot);
};

const isExpected = (slot: Parameters<typeof holdsExport>[0], { exportId, number }: Poll): slot is HeldSlot =>
  holdsExport(slot, exportId) && slot.job.phase !== 'intended' && slot.job.pollNumber === number;

export const readStatus = async (
  { ocpOf, retryRule, signal, note }: Pick<RecoveryDeps, 'ocpOf' | 'retryRule' | 'signal' | 'note'>,
  group: RecoveredGroup,
  exportJobId: string,
  number: number,
): Promise<ExportJobEvent> => {
  const about = { tenantId: group.tenantId, group: group.groupId, exportJobId, number };
  try {
    const seen = await ocpOf(group.registered).jobStatus(exportJobId, signal);
    const { status, raw: word, errorMessage, progress: _, ...said } = seen;
    note({ type: 'export_job_polled', ...about, status });
    const message = errorMessage ?? `OCP says "${word}"`;
    return { type: 'status-seen', number, status, word, message, ...said };
  } catch (error) {
    if (signal.aborted) throw error;
    note({ type: 'export_job_poll_failed', ...about, err: error, code: codeOf(error) });
    if (error instanceof OcpCredentialsError || error instanceof OcpPausedError) {
      const { message, heldMs: waitMs = retryRule.firstFaultDelayMs } = error;
      return { type: 'status-refused', number, waitMs, message };
    }
    return { type: 'status-unreadable', number, ...overloadOf(error) };
  }
};
