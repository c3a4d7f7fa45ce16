import { laterOf, type RegistryGroup, type Timestamp } from '@recordings/call-record';
import type { GroupKey } from '../export-job/export-group.ts';
import { MAX_ASKED } from './ask-for-unswept.ts';
import { oldestSweepable } from './due-range.ts';
import { beginSweeps } from './move-checkpoint.ts';
import type { SweepCheckpoint, SweepRange } from './sweep-checkpoint.ts';
import type { SweepPolicy } from './sweep-policy.ts';
import { ceilTime, floorTime, sweepSpanOf } from './sweep-span.ts';

/** Characters. The item of a group has a hundred of each, and DynamoDB allows 400 KB. */
const MAX_BY = 100;
const MAX_REASON = 300;

export type AskedSweep = SweepRange & { readonly by: string; readonly reason: string };

/**
 * Adds a range that a person asks for, in whole steps of the group, as far as OCP keeps it. It is swept before all others, also if
 * it was swept before.
 *
 * @returns undefined if 100 ranges wait already.
 */
export const askForSweep = (
  current: SweepCheckpoint | undefined,
  group: RegistryGroup,
  { fromDate, toDate, by, reason }: AskedSweep,
  now: Timestamp,
  policy: Pick<SweepPolicy, 'expiryMarginMs'>,
): SweepCheckpoint | undefined => {
  const key: GroupKey = { tenantId: group.tenant, groupId: group.name };
  const known = current ?? beginSweeps(key, group, now, policy);
  if (known.asked.length >= MAX_ASKED) return undefined;
  const { stepMs } = sweepSpanOf(group.exportConstraints);
  const asked = { fromDate: floorTime(fromDate, stepMs), toDate: ceilTime(toDate, stepMs) };
  // The step that OCP deletes next would expire at once.
  const oldest = oldestSweepable(group, now, policy);
  const range = oldest < asked.toDate ? { ...asked, fromDate: laterOf(asked.fromDate, oldest) } : asked;
  const text = { by: by.slice(0, MAX_BY), reason: reason.slice(0, MAX_REASON) };
  const ranges = [...known.asked, { ...range, ...text, askedAt: now }];
  return { ...known, asked: ranges, updatedAt: now, revision: known.revision + 1 };
};
