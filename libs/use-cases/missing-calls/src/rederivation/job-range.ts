import { createHash } from 'node:crypto';
import {
  earlierOf,
  REVIEW_DAYS,
  type RederivationJob,
  type RegistryGroup,
  retentionMsOf,
  shifted,
  type Timestamp,
} from '@recordings/call-record';
import type { GroupKey } from '@recordings/reconciliation';
import type { RederivationDeps } from './rederivation-deps.ts';

export type RederivationRange = { readonly from: Timestamp; readonly to: Timestamp };

const REVIEW_MS = REVIEW_DAYS * 86_400_000;

type RangeDeps = Pick<RederivationDeps, 'registry' | 'now'>;

const findGroup = ({ registry }: RangeDeps, { groupId, tenantId }: GroupKey): RegistryGroup | undefined =>
  registry.findGroup(groupId, tenantId);

/** A hash of what the registry says of the group now. */
export const rulesOf = (deps: RangeDeps, group: GroupKey): string =>
  createHash('sha256')
    .update(JSON.stringify(findGroup(deps, group) ?? null))
    .digest('hex')
    .slice(0, 16);

/** By default the retention of the group, and the days for which the pooler reviews given-up calls. */
export const rangeWithDefaults = (
  deps: RangeDeps,
  group: GroupKey,
  { from, to = deps.now() }: Partial<RederivationRange>,
): RederivationRange => ({
  from: from ?? shifted(to, -(retentionMsOf(findGroup(deps, group)) + REVIEW_MS)),
  to,
});

/** The range of a job that begins again because the registry has changed. The retention may be longer, and time has passed. */
export const rangeOfNewRules = (
  deps: RangeDeps,
  group: GroupKey,
  { from }: RederivationRange | RederivationJob,
): RederivationRange => {
  const range = rangeWithDefaults(deps, group, {});
  return { ...range, from: earlierOf(from, range.from) };
};
