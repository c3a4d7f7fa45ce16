import { type DownloadTask, EXPORT_CHECK_VERSION, type SettledOutcome } from '@recordings/reconciliation';
import type { FetchDeps } from './fetch-deps.ts';

/**
 * Writes the outcome of a call into its reconciliation. There is no counter of open calls that a crash could make wrong:
 * a strong read after the write shows all outcomes, and the worker that sees none open asks the reconciler to close.
 */
export const settleCall = async (
  { reconciliations, sendCheck }: Pick<FetchDeps, 'reconciliations' | 'sendCheck'>,
  { reconciliationId, callId }: DownloadTask,
  settled: SettledOutcome,
): Promise<void> => {
  await reconciliations.settleCall(reconciliationId, callId, settled);
  const reconciliation = await reconciliations.get(reconciliationId);
  if (reconciliation?.phase !== 'downloading') return;
  const isAnyOpen = Object.values(reconciliation.calls).some(({ outcome }) => outcome === 'open');
  if (isAnyOpen) return;
  await sendCheck({ version: EXPORT_CHECK_VERSION, kind: 'close', reconciliationId });
};
