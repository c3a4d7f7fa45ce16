import type { Disposition, Postponed } from '@recordings/fault';
import {
  awaitGroup,
  DOWNLOAD_TASK_VERSION,
  DownloadTask,
  readMessage,
  type SettledOutcome,
} from '@recordings/reconciliation';
import { decideWithoutDownload } from './decide-without-download.ts';
import { downloadRecording } from './download-recording.ts';
import type { FetchDeps } from './fetch-deps.ts';
import { nextRecording } from './next-recording.ts';
import { putOff } from './put-off.ts';
import { settleCall } from './settle-call.ts';

/** An earlier recording of the call was stored. */
const STORED: SettledOutcome = { outcome: 'stored', code: 'STORED', isAboutTheCall: true };

/** A message of a newer version waits this long for a service that can read it. */
const NEWER_VERSION_DELAY_S = 300;

/**
 * Makes the handler of download tasks: it stores one recording as a push would be stored, and settles the call in its
 * reconciliation. Safe to run twice for the same call.
 */
export const makeHandleDownload =
  (deps: FetchDeps) =>
  async (
    { body, postponed }: { readonly body: string; readonly postponed?: Postponed },
    signal: AbortSignal,
  ): Promise<Disposition> => {
    const read = readMessage(DownloadTask, DOWNLOAD_TASK_VERSION, body);
    if (read.kind === 'newer') return { kind: 'postpone', delayS: NEWER_VERSION_DELAY_S };
    if (read.kind === 'unreadable') return { kind: 'dead-letter', reason: read.reason };
    const task = read.message;
    const group = deps.registry.findGroup(task.groupId, task.tenantId);
    // The credentials of a tenant are used for its own calls only.
    if (group?.tenant !== task.tenantId) {
      const disposition = awaitGroup(task, postponed);
      const { tenantId, callId, groupId } = task;
      deps.note({ type: 'group_unknown', tenantId, callId, group: groupId, disposition: disposition.kind });
      return disposition;
    }

    const decision = await decideWithoutDownload(deps, task);
    if (decision.kind === 'ignore') return { kind: 'ack' };
    try {
      const settled =
        decision.kind === 'settle' ? decision.settled : await downloadRecording(deps, task, group, signal);
      const next = decision.kind === 'download' ? nextRecording(task, settled) : undefined;
      if (next) await deps.sendAgain(next, 0);
      else if (!task.isExtra) await settleCall(deps, task, task.isStored ? STORED : settled);
      return { kind: 'ack' };
    } catch (error) {
      if (signal.aborted) return { kind: 'retry', delayS: 0 };
      return putOff(deps, task, error);
    }
  };
