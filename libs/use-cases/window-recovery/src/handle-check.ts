import type { Disposition } from '@recordings/fault';
import { EXPORT_CHECK_VERSION, ExportCheck } from '@recordings/reconciliation';
import { driveGroup } from './exports/drive-group.ts';
import { pollExport } from './exports/poll-export.ts';
import { type QueueMessage, readBody, waitForGroup } from './read-body.ts';
import { moveReconciliation } from './reconciliations/move-reconciliation.ts';
import { findRecoveredGroup } from './recovered-group.ts';
import type { RecoveryDeps } from './recovery-deps.ts';
import { answerDownloads } from './workflow/answer-downloads.ts';

/** Makes the handler of checks: polls of an export job, the next export of a group, the end of a reconciliation. */
export const makeHandleCheck =
  (deps: RecoveryDeps) =>
  async (message: QueueMessage): Promise<Disposition> => {
    const read = readBody(ExportCheck, EXPORT_CHECK_VERSION, message.body);
    if ('disposition' in read) return read.disposition;
    const check = read.message;
    if (check.kind === 'close') {
      const moved = await moveReconciliation(deps, check.reconciliationId, { type: 'nudged' });
      if (moved) await answerDownloads(deps, moved);
      return { kind: 'ack' };
    }
    const group = findRecoveredGroup(deps, check);
    if (!group) return waitForGroup(deps, check, message);
    // A slot that came free can serve the next windows.
    if (check.kind === 'group' || (await pollExport(deps, group, check)))
      await driveGroup(deps, group.groupId);
    return { kind: 'ack' };
  };
