import { OversizedItemError, UnreadableItemError, UnwritableItemError } from '@recordings/call-store';
import type { Logger } from '@recordings/service';

/**
 * Logs an error that is one call's own, which no retry helps, so that this call alone is skipped: the other calls
 * have a deadline.
 *
 * @throws {unknown} any other error.
 */
export const skipBadItem = (error: unknown, callId: unknown, log: Logger): void => {
  if (!isBadItem(error)) throw error;
  log.error(
    { event: 'pending_call_unreadable', callId, code: error.code, reason: error.message },
    'a pending call cannot be read or written; it was skipped',
  );
};

const isBadItem = (error: unknown): error is UnreadableItemError | UnwritableItemError | OversizedItemError =>
  error instanceof UnreadableItemError ||
  error instanceof UnwritableItemError ||
  error instanceof OversizedItemError;
