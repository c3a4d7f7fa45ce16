import { codeOf, faultOf } from '@recordings/fault';
import type { RecoveryDeps } from './recovery-deps.ts';
import type { AboutCall } from './recovery-event.ts';

/**
 * Reads or changes the record of one call. A record that can never be read or written does not block the other calls
 * of its window: it is reported and skipped.
 *
 * @returns undefined if the call was skipped.
 * @throws any error that is not permanent.
 */
export const skipIfStuck = async <R>(
  { note }: Pick<RecoveryDeps, 'note'>,
  about: AboutCall,
  change: () => Promise<R>,
): Promise<R | undefined> => {
  try {
    return await change();
  } catch (error) {
    if (faultOf(error) !== 'permanent') throw error;
    note({ type: 'call_stuck', ...about, err: error, code: codeOf(error) });
    return undefined;
  }
};
