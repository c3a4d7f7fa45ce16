import { z } from 'zod';
import { type CallList, type CallSummary, listsOf } from '../call-summary.ts';
import { type GroupId, TenantId } from '../ids.ts';
import { keepUnknownFields } from '../keep-unknown-fields.ts';
import { isTombstone } from '../moves/tombstone.ts';
import { Timestamp } from '../timestamp.ts';

export const HOUR_COUNTS_SCHEMA_VERSION = 1;

const Count = z.int().nonnegative();

/** Calls by their lists. `quarantined` ones are in another list too, unless their bytes name no call. */
export const CallCounts = z.object({
  calls: Count,
  stored: Count,
  explained: Count,
  /** Of list `missing`. */
  pending: Count,
  givenUp: Count,
  quarantined: Count,
  /** Their items cannot be read, so their lists are unknown. */
  unreadable: Count,
});
export type CallCounts = z.infer<typeof CallCounts>;

/** The counts of one group, or of `OTHER_GROUPS`. Calls that name no group are counted without one. */
export const GroupCounts = keepUnknownFields(CallCounts.extend({ groupId: z.string().optional() }));
export type GroupCounts = z.infer<typeof GroupCounts>;

/** The calls of a tenant that started in one hour: a DynamoDB item. */
export const HourCounts = z.looseObject({
  tenantId: TenantId,
  /** The beginning of the hour. */
  hour: Timestamp,
  /** Absent until the hour is counted. */
  groups: z.array(GroupCounts).optional(),
  countedAt: Timestamp.optional(),
  /** Key of the sparse index: a call of the hour changed after it was counted. */
  recountState: z.string().optional(),
  schemaVersion: z.int(),
  /** Counts the writes and the marks. A count is written only if no mark came while it was made. */
  revision: z.int(),
});
export type HourCounts = z.infer<typeof HourCounts>;

/** The value of `recountState`. */
export const RECOUNT_DUE = 'due';

export const zeroCounts = (): CallCounts => ({
  calls: 0,
  stored: 0,
  explained: 0,
  pending: 0,
  givenUp: 0,
  quarantined: 0,
  unreadable: 0,
});

const fieldOf = {
  stored: 'stored',
  explained: 'explained',
  missing: 'pending',
  'given-up': 'givenUp',
  quarantined: 'quarantined',
} as const satisfies Record<CallList, keyof CallCounts>;

/** Further groups that the registry lacks are counted together under this name. No group has it: an id has no `#`. */
export const OTHER_GROUPS = '#other-groups';

/**
 * Groups that the registry lacks and that are counted by name in one hour. Senders may invent thousands of names, and an
 * item of DynamoDB has at most 400 KB.
 */
export const MAX_UNREGISTERED_GROUPS = 100;

/**
 * Counts calls one by one, by their group.
 *
 * @param isRegistered whether the registry has a group of this name. The names of others are kept up to a limit, those of
 *   the first calls.
 */
export const makeCallCounter = (isRegistered: (groupId: GroupId) => boolean = () => true) => {
  const groups = new Map<string | undefined, CallCounts>();
  let unregistered = 0;
  const nameOf = (groupId: GroupId | undefined): string | undefined => {
    if (groupId === undefined || groups.has(groupId) || isRegistered(groupId)) return groupId;
    if (unregistered === MAX_UNREGISTERED_GROUPS) return OTHER_GROUPS;
    unregistered += 1;
    return groupId;
  };
  return {
    /** @param call undefined if its item cannot be read. Then its group is unknown too. */
    add: (call: CallSummary | undefined): void => {
      // It is counted under its new tenant.
      if (call && isTombstone(call)) return;
      const name = nameOf(call?.groupId);
      const counts = groups.get(name) ?? zeroCounts();
      groups.set(name, counts);
      counts.calls += 1;
      if (!call) counts.unreadable += 1;
      else for (const list of listsOf(call)) counts[fieldOf[list]] += 1;
    },
    /** In the order of the groups' names. */
    list: (): GroupCounts[] =>
      [...groups]
        .map(([groupId, counts]) => ({ ...(groupId !== undefined && { groupId }), ...counts }))
        .sort((a, b) => ((a.groupId ?? '') < (b.groupId ?? '') ? -1 : 1)),
  };
};

export const addCounts = (a: CallCounts, b: CallCounts): CallCounts => ({
  calls: a.calls + b.calls,
  stored: a.stored + b.stored,
  explained: a.explained + b.explained,
  pending: a.pending + b.pending,
  givenUp: a.givenUp + b.givenUp,
  quarantined: a.quarantined + b.quarantined,
  unreadable: a.unreadable + b.unreadable,
});
