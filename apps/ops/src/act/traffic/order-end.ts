import type { Timestamp } from '@recordings/call-record';
import { MAX_ORDER_MS } from '@recordings/reconciliation';
import { readFutureTime } from '../../options/time-options.ts';

/**
 * Reads when an order ends: `2h` is two hours from now, and any later time of the command line within a day.
 *
 * @throws {WrongArgumentError} for a time that has passed, or is more than a day ahead.
 */
export const readOrderEnd = (text: string, now: Timestamp): Timestamp =>
  readFutureTime('--until', text, now, MAX_ORDER_MS);
