import { z } from 'zod';
import { CallId, GroupId, TenantId } from './ids.ts';
import { Timestamp } from './timestamp.ts';

/** An explained or given-up call as a job reads it from the index. */
export const FinalCall = z.object({ callId: CallId, callTimestamp: Timestamp });

const count = z.number().int().nonnegative();

/** Calls that the job has handled, by result. A crash loses the counts since the last checkpoint. */
export const RederivationCounts = z.object({
  /** They were explained, and are pending now. */
  expected: count,
  /** They had been given up, and are pending now. */
  reopened: count,
  /** They stay explained or given up. */
  final: count,
  /** They changed after the index was read: they are stored or pending. */
  other: count,
  /** Skipped, because their item cannot be read or written. */
  unreadable: count,
});
export type RederivationCounts = z.infer<typeof RederivationCounts>;

/** The newest job of a group that derives its explained and given-up calls again. Its item is the checkpoint. */
export const RederivationJob = z.looseObject({
  tenantId: TenantId,
  groupId: GroupId,
  /** Start of the range, by the start of a call. */
  from: Timestamp,
  /** End of the range. It does not belong to it. */
  to: Timestamp,
  /** Hash of what the registry says of the group: all handled calls were derived by it. A version before this field has none. */
  rules: z.string().optional(),
  status: z.enum(['running', 'completed']),
  /** Calls that started earlier have been handled. */
  cursor: Timestamp,
  counts: RederivationCounts,
  /** The run that works on the job until `leaseUntil`. */
  owner: z.string(),
  leaseUntil: Timestamp,
  startedAt: Timestamp,
  updatedAt: Timestamp,
  revision: z.number().int(),
});
export type RederivationJob = z.infer<typeof RederivationJob>;
