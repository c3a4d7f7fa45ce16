import { EXPORT_CHECK_VERSION, type GroupKey } from '@recordings/reconciliation';
import type { RecoveryDeps } from '../../recovery-deps.ts';

/** Has the group driven again after `delayMs`. */
export const checkGroup = async (
  { sendCheck }: Pick<RecoveryDeps, 'sendCheck'>,
  { tenantId, groupId }: GroupKey,
  delayMs: number,
): Promise<void> => {
  await sendCheck({ version: EXPORT_CHECK_VERSION, kind: 'group', tenantId, groupId }, delayMs);
};
