import { shifted, type Timestamp } from '@recordings/call-record';
import { MAX_ORDER_MS } from '@recordings/reconciliation';
import { readTimeOption } from '../../options/time-options.ts';
import { WrongArgumentError } from '../../output/wrong-argument.ts';

/**
 * Reads when an order ends: `2h` is two hours from now, and any later time of the command line within a day.
 *
 * @throws {WrongArgumentError} for a time that has passed, or is more than a day ahead.
 */
export const readOrderEnd = (text: string, now: Timestamp): Timestamp => {
  const until = readTimeOption('--until', /^\d+[mhd]$/.test(text) ? `+${text}` : text, now);
  if (until > now && until <= shifted(now, MAX_ORDER_MS)) return until;
  throw new WrongArgumentError(
    `--until is "${text}"; expected a time within the next ${MAX_ORDER_MS / 3_600_000} hours, such as 2h`,
  );
};
