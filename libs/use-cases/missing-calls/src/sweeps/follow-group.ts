import type { RegistryGroup, Timestamp } from '@recordings/call-record';
import {
  askForUnswept,
  beginSweeps,
  dropExpired,
  endRange,
  type GroupKey,
  type RangeEnd,
  type Reconciliation,
  type SweepCheckpoint,
  type SweepRange,
} from '@recordings/reconciliation';
import type { SweepDeps } from './sweep-deps.ts';

/** A group after the end of its running range was taken in. */
export type FollowedGroup = {
  readonly group: RegistryGroup;
  readonly checkpoint: SweepCheckpoint;
  /** The window of the running range is to be published again. */
  readonly isLost: boolean;
};

/** Takes in how the running range of a group ended, and drops what OCP has deleted. It writes only what has changed. */
export const followGroup = async (
  deps: SweepDeps,
  group: RegistryGroup,
  now: Timestamp,
): Promise<FollowedGroup> => {
  const { checkpoints } = deps.sweeping;
  const key: GroupKey = { tenantId: group.tenant, groupId: group.name };
  const known = await checkpoints.get(key);
  const seen = known?.running && (await deps.reconciliations.get(known.running.reconciliationId));
  const read = { running: known?.running?.reconciliationId, reconciliation: seen };
  const first = follow(deps, group, known, read, now);
  if (first.next === known) return { group, checkpoint: first.next, isLost: first.isLost };
  const written = await checkpoints.change(key, (current) => {
    const result = follow(deps, group, current, read, now);
    if (result.next === current) return { result };
    const next = { ...result.next, updatedAt: now, revision: (current?.revision ?? 0) + 1 };
    return { next, result: { ...result, next } };
  });
  noteEnd(deps, key, written);
  return { group, checkpoint: written.next, isLost: written.isLost };
};

type Read = {
  readonly running: string | undefined;
  readonly reconciliation: Reconciliation | undefined;
};

type Followed = {
  readonly next: SweepCheckpoint;
  readonly isLost: boolean;
  readonly before: SweepCheckpoint['running'];
  readonly end: RangeEnd;
  readonly expired: readonly SweepRange[];
};

const follow = (
  { sweeping: { policy } }: Pick<SweepDeps, 'sweeping'>,
  group: RegistryGroup,
  current: SweepCheckpoint | undefined,
  { running, reconciliation }: Read,
  now: Timestamp,
): Followed => {
  const key = { tenantId: group.tenant, groupId: group.name };
  const known = current ?? beginSweeps(key, group, now, policy);
  const isSeen = known.running?.reconciliationId === running;
  // Another pooler has started another range since.
  const end = isSeen ? endRange(known, reconciliation, group, now, policy) : ({ kind: 'running' } as const);
  const ended = 'checkpoint' in end ? end.checkpoint : known;
  const { checkpoint: kept, expired: dropped } = dropExpired(ended, group, now, policy);
  const next = askForUnswept(kept, group, now, policy);
  const expired = [...('expired' in end ? end.expired : []), ...dropped];
  return { next, isLost: end.kind === 'lost', before: known.running, end, expired };
};

const noteEnd = (
  { note }: Pick<SweepDeps, 'note'>,
  key: GroupKey,
  { before, end, expired }: Followed,
): void => {
  for (const range of expired) note({ type: 'sweep_range_expired', ...key, ...range });
  if (!before) return;
  const { reconciliationId } = before;
  if (end.kind === 'swept') note({ type: 'sweep_ended', ...key, ...end.range, reconciliationId });
  if (end.kind !== 'failed') return;
  const { range, fault, reason } = end;
  note({ type: 'sweep_failed', ...key, ...range, fault, reason });
};
