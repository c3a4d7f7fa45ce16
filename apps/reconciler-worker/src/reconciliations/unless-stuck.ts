import { codeOf, faultOf } from '@recordings/fault';
import type { ReconcilerDeps } from '../reconciler-deps.ts';

/**
 * Reads or changes what is kept of one call. If that can never be done, it keeps the other calls of its window from nothing.
 *
 * @returns undefined if it can never be done.
 * @throws whatever passes by itself.
 */
export const unlessStuck = async <R>(
  { metrics, log }: Pick<ReconcilerDeps, 'metrics' | 'log'>,
  about: object,
  change: () => Promise<R>,
): Promise<R | undefined> => {
  try {
    return await change();
  } catch (error) {
    if (faultOf(error) !== 'permanent') throw error;
    metrics.callsStuck.inc({ code: codeOf(error) });
    log.error(
      { event: 'call_stuck', ...about, err: error, code: codeOf(error) },
      'what is kept of a call can be neither read nor written',
    );
    return undefined;
  }
};
