import { type RederivationJob, shifted, type Timestamp } from '@recordings/call-record';
import type { GroupKey } from '@recordings/reconciliation';

export type RederivationRange = { readonly from: Timestamp; readonly to: Timestamp };

export type TakenJob = {
  readonly job: RederivationJob;
  readonly kind: 'started' | 'resumed';
};

type Taker = { readonly owner: string; readonly now: Timestamp; readonly leaseMs: number };

/**
 * Takes the job of a group for one run. An unfinished job goes on from its checkpoint, unless another range is given.
 *
 * @param range undefined: only an unfinished job is taken, with its own range.
 * @returns `result` undefined if another run holds the job, or if there is no job to take.
 */
export const takeJob =
  (group: GroupKey, range: RederivationRange | undefined, { owner, now, leaseMs }: Taker) =>
  (current: RederivationJob | undefined): { next?: RederivationJob; result: TakenJob | undefined } => {
    const isUnfinished = current?.status === 'running';
    if (isUnfinished && current.leaseUntil > now) return { result: undefined };
    const claim = {
      owner,
      leaseUntil: shifted(now, leaseMs),
      updatedAt: now,
      revision: (current?.revision ?? 0) + 1,
    };
    if (isUnfinished && (!range || (range.from === current.from && range.to === current.to))) {
      const job = { ...current, ...claim };
      return { next: job, result: { job, kind: 'resumed' } };
    }
    if (!range) return { result: undefined };
    const { tenantId, groupId } = group;
    const counts = { expected: 0, reopened: 0, final: 0, other: 0, unreadable: 0 };
    const begin = { status: 'running' as const, cursor: range.from, counts, startedAt: now };
    const job = { tenantId, groupId, ...range, ...begin, ...claim };
    return { next: job, result: { job, kind: 'started' } };
  };
