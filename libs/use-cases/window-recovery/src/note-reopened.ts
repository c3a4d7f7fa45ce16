import type { CallKey, ListedCall } from '@recordings/call-record';
import type { RecoveryDeps } from './recovery-deps.ts';

/** Whether a listing reopened the call. */
export const isReopened = (was: ListedCall | undefined): was is 'given up' | 'explained' =>
  was === 'given up' || was === 'explained';

/** Reports a call that had been given up or explained, and whose recording OCP lists. */
export const noteReopened = (
  { note }: Pick<RecoveryDeps, 'note'>,
  key: CallKey,
  exportJobId: string,
  was: ListedCall | undefined,
): void => {
  if (isReopened(was)) note({ type: 'call_reopened', ...key, exportJobId, was });
};
