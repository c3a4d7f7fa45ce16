import { codeOf, faultOf } from '@recordings/fault';
import type { RecoveryDeps } from '../recovery-deps.ts';
import type { AboutCall } from '../recovery-event.ts';

/**
 * Reads or changes what is kept of one call. If that can never be done, it keeps the other calls of its window from nothing.
 *
 * @returns undefined if it can never be done.
 * @throws whatever passes by itself.
 */
export const unlessStuck = async <R>(
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
