import { OversizedItemError, UnreadableItemError, UnwritableItemError } from '@recordings/fault';
import type { Logger } from '@recordings/service';

/**
 * Does the work of one call. An error that is this call's own, which no retry helps, is logged and skips this call
 * alone: the other calls have a deadline.
 *
 * @returns undefined if the call was skipped.
 * @throws {unknown} any other error.
 */
export const unlessBadItem = async <R>(
  work: () => Promise<R>,
  callId: string,
  log: Logger,
): Promise<{ readonly value: R } | undefined> => {
  try {
    return { value: await work() };
  } catch (error) {
    if (!isBadItem(error)) throw error;
    log.error(
      { event: 'pending_call_unreadable', callId, code: error.code, reason: error.message },
      'a pending call cannot be read or written; it was skipped',
    );
    return undefined;
  }
};

const isBadItem = (error: unknown): error is UnreadableItemError | UnwritableItemError | OversizedItemError =>
  error instanceof UnreadableItemError ||
  error instanceof UnwritableItemError ||
  error instanceof OversizedItemError;
