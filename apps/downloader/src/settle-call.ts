import type { ReconciliationStore } from '@recordings/dynamodb-stores';
import {
  type DownloadTask,
  EXPORT_CHECK_VERSION,
  type ExportCheck,
  type SettledOutcome,
} from '@recordings/reconciliation';

/**
 * Makes the function that writes a call's outcome into its reconciliation. Closing counts nothing: after the write a
 * strong read of all outcomes says whether any call is still open; if none is, the reconciler is asked to close.
 */
export const makeSettleCall =
  (
    reconciliations: Pick<ReconciliationStore, 'get' | 'settleCall'>,
    sendCheck: (check: ExportCheck) => Promise<void>,
  ) =>
  async ({ reconciliationId, callId }: DownloadTask, settled: SettledOutcome): Promise<void> => {
    await reconciliations.settleCall(reconciliationId, callId, settled);
    const reconciliation = await reconciliations.get(reconciliationId);
    if (reconciliation?.phase !== 'downloading') return;
    const isAnyOpen = Object.values(reconciliation.calls).some(({ outcome }) => outcome === 'open');
    if (isAnyOpen) return;
    await sendCheck({ version: EXPORT_CHECK_VERSION, kind: 'close', reconciliationId });
  };
