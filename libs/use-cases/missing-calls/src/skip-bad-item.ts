import { OversizedItemError, UnreadableItemError, UnwritableItemError } from '@recordings/fault';
import type { MissingCallsDeps } from './missing-calls-deps.ts';

/**
 * Does the work of one call. If the call's own item is bad, no retry helps: reports it and skips this call, so that the
 * other calls go on.
 *
 * @returns undefined if the call was skipped.
 * @throws {unknown} any other error.
 */
export const skipBadItem = async <R>(
  { note }: Pick<MissingCallsDeps, 'note'>,
  callId: string,
  work: () => Promise<R>,
): Promise<{ readonly value: R } | undefined> => {
  try {
    return { value: await work() };
  } catch (error) {
    if (!isBadItem(error)) throw error;
    note({ type: 'pending_call_unreadable', callId, code: error.code, reason: error.message });
    return undefined;
  }
};

/** Whether the call's own item is bad, so that no retry helps. */
export const isBadItem = (
  error: unknown,
): error is UnreadableItemError | UnwritableItemError | OversizedItemError =>
  error instanceof UnreadableItemError ||
  error instanceof UnwritableItemError ||
  error instanceof OversizedItemError;
