import { EXPORT_CHECK_VERSION } from '@recordings/reconciliation';
import type { RecoveryDeps } from '../../recovery-deps.ts';
import type { ExportRef } from '../export-ref.ts';

export const sendPoll = async (
  { sendCheck }: Pick<RecoveryDeps, 'sendCheck'>,
  { group, slotId, exportId }: ExportRef,
  { number, delayMs }: { readonly number: number; readonly delayMs: number },
): Promise<void> => {
  const { tenantId, groupId } = group;
  const version = EXPORT_CHECK_VERSION;
  await sendCheck({ version, kind: 'poll', tenantId, groupId, slotId, exportId, number }, delayMs);
};
