import { codeOf, faultOf, NewerItemError } from '@recordings/fault';
import type { RecoveryDeps } from './recovery-deps.ts';
import type { AboutCall } from './recovery-event.ts';

/**
 * Reads or changes the record of one call. A record that this version cannot read, or can never write, does not block
 * the other calls of its window: it is reported and skipped.
 *
 * @returns undefined if the call was skipped.
 * @throws any other error that is not permanent.
 */
export const skipIfStuck = async <R>(
  { note }: Pick<RecoveryDeps, 'note'>,
  about: AboutCall,
  change: () => Promise<R>,
): Promise<R | undefined> => {
  try {
    return await change();
  } catch (error) {
    if (faultOf(error) !== 'permanent' && !(error instanceof NewerItemError)) throw error;
    note({ type: 'call_stuck', ...about, err: error, code: codeOf(error) });
    return undefined;
  }
};
