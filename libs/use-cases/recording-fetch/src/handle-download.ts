import type { Disposition, Postponed } from '@recordings/fault';
import {
  awaitGroup,
  DOWNLOAD_TASK_VERSION,
  DownloadTask,
  readMessage,
  type SettledOutcome,
} from '@recordings/reconciliation';
import { decideWithoutDownload } from './decide-without-download.ts';
import { downloadRecording, failForGood } from './download-recording.ts';
import type { FetchDeps } from './fetch-deps.ts';
import { nextRecording } from './next-recording.ts';
import { isTransient, putOff } from './put-off.ts';
import { sendIfEarly } from './send-later.ts';
import { settleCall } from './settle-call.ts';
import { hasEnded } from './task-end.ts';

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

    if (await sendIfEarly(deps, task)) return { kind: 'ack' };
    const decision = await decideWithoutDownload(deps, task);
    if (decision.kind === 'ignore') return { kind: 'ack' };
    try {
      const settled =
        decision.kind === 'settle' ? decision.settled : await downloadRecording(deps, task, group, signal);
      // A process may have died after it stored this recording, before it sent the task for the others.
      await goOn(deps, task, decision.kind === 'download' || settled.outcome === 'stored', settled);
      return { kind: 'ack' };
    } catch (error) {
      if (signal.aborted) return { kind: 'retry', delayS: 0 };
      if (!hasEnded(task, deps.now()) || !isTransient(error)) return putOff(deps, task, group, error);
      await goOn(deps, task, true, failForGood(deps, task, error));
      return { kind: 'ack' };
    }
  };

/**
 * Goes on with the next recording of the call. Settles the call when one is stored, or after the last one: its window must
 * not wait for a file that OCP never gives.
 */
const goOn = async (
  deps: FetchDeps,
  task: DownloadTask,
  isFetched: boolean,
  settled: SettledOutcome,
): Promise<void> => {
  const next = isFetched ? nextRecording(task, settled) : undefined;
  if (next) await deps.sendAgain(next, 0);
  const isDecided = next === undefined || (next.isStored && !task.isStored);
  if (isDecided && !task.isExtra) await settleCall(deps, task, task.isStored ? STORED : settled);
};
