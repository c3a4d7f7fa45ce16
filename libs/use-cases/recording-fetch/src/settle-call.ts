import {
  type DownloadTask,
  EXPORT_CHECK_VERSION,
  outcomeMessage,
  type SettledOutcome,
} from '@recordings/reconciliation';
import type { FetchDeps } from './fetch-deps.ts';

/**
 * Writes the outcome of a call into its reconciliation. There is no counter of open calls that a crash could make wrong:
 * the item as it was written shows all outcomes, and the worker that sees none open asks the reconciler to close.
 */
export const settleCall = async (
  {
    reconciliations,
    sendCheck,
    sendHeartbeat,
  }: Pick<FetchDeps, 'reconciliations' | 'sendCheck' | 'sendHeartbeat'>,
  { reconciliationId, callId }: DownloadTask,
  settled: SettledOutcome,
): Promise<void> => {
  const { message } = settled;
  const cut = message === undefined ? settled : { ...settled, message: outcomeMessage(message) };
  // A message that comes again finds the call settled. Its worker may have died before it asked.
  const reconciliation =
    (await reconciliations.settleCall(reconciliationId, callId, cut)) ??
    (await reconciliations.get(reconciliationId));
  if (reconciliation?.phase !== 'downloading') return;
  const isAnyOpen = Object.values(reconciliation.calls).some(({ outcome }) => outcome === 'open');
  if (isAnyOpen) {
    // The watchdog sends none for a window that is written again and again.
    if (reconciliation.downloadToken !== undefined) await sendHeartbeat(reconciliation.downloadToken);
    return;
  }
  await sendCheck({ version: EXPORT_CHECK_VERSION, kind: 'close', reconciliationId });
};
