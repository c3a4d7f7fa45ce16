import type { RegistryGroup, Timestamp } from '@recordings/call-record';
import { oldestSweepable, POOLER } from './due-range.ts';
import type { SweepCheckpoint } from './sweep-checkpoint.ts';
import type { SweepPolicy } from './sweep-policy.ts';

/** Ranges that wait at a time. */
export const MAX_ASKED = 100;

const REASON = 'the retention of the group is longer than when its older days were left out';

/**
 * Asks for the days that OCP keeps and that were never swept, because the retention of the group was shorter when the sweeps
 * began, or when ranges expired. A retention that was mistyped and corrected leaves no day unswept.
 */
export const askForUnswept = (
  checkpoint: SweepCheckpoint,
  group: RegistryGroup,
  now: Timestamp,
  policy: Pick<SweepPolicy, 'expiryMarginMs'>,
): SweepCheckpoint => {
  const oldest = oldestSweepable(group, now, policy);
  const { sweptSince, asked } = checkpoint;
  // An older version wrote the checkpoint. It began with what OCP kept.
  if (sweptSince === undefined) return { ...checkpoint, sweptSince: oldest };
  if (oldest >= sweptSince || asked.length >= MAX_ASKED) return checkpoint;
  const range = { fromDate: oldest, toDate: sweptSince, by: POOLER, reason: REASON, askedAt: now };
  return { ...checkpoint, sweptSince: oldest, asked: [...asked, range] };
};
