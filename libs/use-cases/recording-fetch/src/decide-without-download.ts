import { type CallRecord, isHeldBy } from '@recordings/call-record';
import type { DownloadTask, SettledOutcome } from '@recordings/reconciliation';
import type { FetchDeps } from './fetch-deps.ts';
import { hasOwnEnd } from './task-end.ts';

export type Decision =
  | { readonly kind: 'download' }
  | { readonly kind: 'settle'; readonly settled: SettledOutcome }
  | { readonly kind: 'ignore' };

/**
 * Decides from the records alone whether the recording must be fetched. It is not if the reconciliation is closed, if
 * the call is stored already, or if another reconciliation holds the call.
 */
export const decideWithoutDownload = async (deps: FetchDeps, task: DownloadTask): Promise<Decision> => {
  // The call may be settled and its reconciliation closed: its further recordings are fetched all the same. They may differ.
  if (hasOwnEnd(task)) return { kind: 'download' };
  const call = await deps.getCall(task);
  if (call?.s3Stored) await publishAgain(deps, call);
  const reconciliation = await deps.reconciliations.get(task.reconciliationId);
  const hasOthers = call?.s3Stored && (task.others ?? []).length > 0;
  if (reconciliation?.phase === 'closed' && !hasOthers) {
    deps.note({ type: 'download_ignored', reason: 'reconciliation closed' });
    return { kind: 'ignore' };
  }
  if (call?.s3Stored) {
    return { kind: 'settle', settled: { outcome: 'stored', code: 'STORED_BEFORE', isAboutTheCall: true } };
  }
  if (isHeldBy(call, task.reconciliationId)) return { kind: 'download' };
  deps.note({ type: 'download_ignored', reason: 'held elsewhere' });
  return { kind: 'settle', settled: heldElsewhere(call) };
};

/**
 * A worker may have died after it completed the record and before it published the event, so the event is published
 * again. A push needs none of this: OCP repeats it until its event is published.
 */
const publishAgain = async (
  { publishStored }: Pick<FetchDeps, 'publishStored'>,
  { tenantId, callId, location, audio, ingestionSource: source }: CallRecord,
): Promise<void> => {
  if (source !== 'RECONCILIATION' || !location || !audio) return;
  await publishStored({ tenantId, callId, location, sha256: audio.sha256, source });
};

const heldElsewhere = (call: CallRecord | undefined): SettledOutcome => {
  const holder = call?.reconciliationId ?? 'none';
  const message = `the call is ${call?.reconciliationStatus ?? 'not to be reconciled'}, its reconciliation is ${holder}`;
  return { outcome: 'failed', code: 'HELD_ELSEWHERE', message, isAboutTheCall: false };
};
