import type { Disposition, Postponed } from '@recordings/fault';
import type { GroupKey } from '../export-job/export-group.ts';
import { awaitChange } from './await-change.ts';

/**
 * What a worker does with a message of a group that its registry does not have for that tenant: the group may be new, and
 * the message waits.
 */
export const awaitGroup = (
  { tenantId, groupId }: GroupKey,
  postponed: Postponed | undefined,
): Extract<Disposition, { kind: 'postpone' | 'dead-letter' }> =>
  awaitChange('GROUP_UNKNOWN', `${groupId} of ${tenantId}`, postponed);
