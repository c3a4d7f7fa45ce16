import type { Disposition, Postponed } from '@recordings/fault';
import type { GroupKey } from '../export-job/export-group.ts';

const REASON = 'GROUP_UNKNOWN';
const DELAY_S = 300;
/** With the delay, six hours: longer than a change of the registry takes to reach every worker. */
const MAX_TIMES = 72;

/**
 * What a worker does with a message of a group that its registry does not have for that tenant. While a change of the
 * registry reaches the workers one after another, the group is new for some of them: the message waits. After that, the
 * group is missing and an operator must look.
 */
export const awaitGroup = (
  { tenantId, groupId }: GroupKey,
  postponed: Postponed | undefined,
): Extract<Disposition, { kind: 'postpone' | 'dead-letter' }> => {
  const times = postponed?.reason === REASON ? postponed.times : 0;
  return times < MAX_TIMES
    ? { kind: 'postpone', delayS: DELAY_S, reason: REASON }
    : { kind: 'dead-letter', reason: `${REASON}: ${groupId} of ${tenantId}` };
};
