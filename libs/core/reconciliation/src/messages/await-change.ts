import type { Disposition, Postponed } from '@recordings/fault';

const DELAY_S = 300;
/** With the delay, six hours: longer than a change of registry or settings takes to reach every worker. */
const MAX_TIMES = 72;

/**
 * What a worker does with a message that its own registry or settings do not fit. A change reaches the workers one after
 * another, so the message waits. After that an operator must look.
 */
export const awaitChange = (
  reason: string,
  detail: string,
  postponed: Postponed | undefined,
): Extract<Disposition, { kind: 'postpone' | 'dead-letter' }> => {
  const times = postponed?.reason === reason ? postponed.times : 0;
  return times < MAX_TIMES
    ? { kind: 'postpone', delayS: DELAY_S, reason }
    : { kind: 'dead-letter', reason: `${reason}: ${detail}` };
};
