import { type RederivationJob, shifted, type Timestamp } from '@recordings/call-record';
import type { GroupKey } from '@recordings/reconciliation';
import type { RederivationRange } from './job-range.ts';

export type TakenJob = {
  readonly job: RederivationJob;
  readonly kind: 'started' | 'resumed';
};

type Taker = {
  readonly owner: string;
  readonly now: Timestamp;
  readonly leaseMs: number;
  /** What the registry says of the group now. */
  readonly rules: string;
  /** The range of a job that began by other rules. */
  readonly renewRange: (job: RederivationJob) => RederivationRange;
};

const NO_COUNTS = { expected: 0, reopened: 0, final: 0, other: 0, unreadable: 0 };

/** The fields of a job that has handled no call. */
export const beginAt = ({ from, to }: RederivationRange, rules: string) =>
  ({ from, to, rules, status: 'running', cursor: from, counts: NO_COUNTS }) as const;

/**
 * Takes the job of a group for one run. An unfinished job goes on from its checkpoint, unless another range is given, or it
 * began by other rules.
 *
 * @param range undefined: only an unfinished job is taken, with its own range.
 * @returns `result` undefined if another run holds the job, or if there is no job to take.
 */
export const takeJob =
  (
    group: GroupKey,
    range: RederivationRange | undefined,
    { owner, now, leaseMs, rules, renewRange }: Taker,
  ) =>
  (current: RederivationJob | undefined): { next?: RederivationJob; result: TakenJob | undefined } => {
    const isUnfinished = current?.status === 'running';
    if (isUnfinished && current.leaseUntil > now) return { result: undefined };
    const claim = {
      owner,
      leaseUntil: shifted(now, leaseMs),
      updatedAt: now,
      revision: (current?.revision ?? 0) + 1,
    };
    const isSameRange = !range || (range.from === current?.from && range.to === current.to);
    if (isUnfinished && isSameRange && current.rules === rules) {
      const job = { ...current, ...claim };
      return { next: job, result: { job, kind: 'resumed' } };
    }
    const begun = range ?? (isUnfinished ? renewRange(current) : undefined);
    if (!begun) return { result: undefined };
    const { tenantId, groupId } = group;
    const job = { tenantId, groupId, ...beginAt(begun, rules), startedAt: now, ...claim };
    return { next: job, result: { job, kind: 'started' } };
  };
