import {
  CallId,
  GroupId,
  keepUnknownFields,
  ReconciliationId,
  TenantId,
  Timestamp,
} from '@recordings/call-record';
import { z } from 'zod';
import { RangeLimit } from '../planning/range-limit.ts';

/** Half-open. */
const range = { fromDate: Timestamp, toDate: Timestamp };

/** Why a range was not swept: its job brought no listing, or its listing was not trusted or not complete. */
const SweepFault = z.enum(['job', 'listing', 'empty']);
export type SweepFault = z.infer<typeof SweepFault>;

/** A range that is swept again after a fault. */
const RangeAgain = keepUnknownFields(
  z.object({
    ...range,
    /** In a row. */
    faults: z.number().int().min(1),
    fault: SweepFault,
    notBefore: Timestamp,
    /** Since when it could have been swept. */
    dueSince: Timestamp,
  }),
);

export type RangeAgain = z.infer<typeof RangeAgain>;

/** A range that a person asked for, or the pooler after the retention of the group grew. */
const AskedRange = keepUnknownFields(
  z.object({ ...range, by: z.string(), reason: z.string(), askedAt: Timestamp }),
);

/** The range that is swept now, by this reconciliation. */
const RunningRange = keepUnknownFields(
  z.object({
    ...range,
    reconciliationId: ReconciliationId,
    /** Its job begins here, so that it has the calls that end in the range. Older versions did not write it. */
    exportFrom: Timestamp.optional(),
    /** When it was written: its window is published after that. */
    plannedAt: Timestamp,
    faults: z.number().int().nonnegative(),
    /** OCP listed nothing of it the last time. */
    wasEmpty: z.boolean().optional(),
    dueSince: Timestamp,
  }),
);
export type RunningRange = z.infer<typeof RunningRange>;

const count = z.number().int().nonnegative();

/** The calls that we store and that the trusted listing of a swept range lacked. It had all others that its job covers. */
const NotListedRange = keepUnknownFields(
  z.object({
    ...range,
    /** Its job began here. Older versions did not write it. */
    exportFrom: Timestamp.optional(),
    sweptAt: Timestamp,
    count,
    /** A hundred at most. */
    callIds: z.array(CallId),
  }),
);
export type NotListedRange = z.infer<typeof NotListedRange>;

/** How far the calls of a group were compared with OCP's inventory. One item for each group. */
export const SweepCheckpoint = keepUnknownFields(
  z.object({
    tenantId: TenantId,
    groupId: GroupId,
    /** Every range between these two was swept, or is among the others here. Versions before it did not write the first one. */
    sweptSince: Timestamp.optional(),
    sweptUntil: Timestamp,
    running: RunningRange.optional(),
    again: z.array(RangeAgain),
    /** Jobs that failed one after the other, without a listing between them. No other job is made until then. */
    jobFaults: keepUnknownFields(
      z.object({ inARow: z.number().int().min(1), waitUntil: Timestamp }),
    ).optional(),
    asked: z.array(AskedRange),
    /** The longest range, after a listing that was cut off. */
    rangeLimit: RangeLimit.optional(),
    /** Of all swept ranges. */
    totals: keepUnknownFields(
      z.object({ ranges: count, listed: count, created: count, reopened: count, notListed: count }),
    ),
    /** The ranges of the last sweeps, see `keepNotListed`. Absent: none was swept, or by a version that only counted the calls. */
    notListed: z.array(NotListedRange).optional(),
    startedAt: Timestamp,
    updatedAt: Timestamp,
    schemaVersion: z.number().int(),
    revision: z.number().int(),
  }),
);
export type SweepCheckpoint = z.infer<typeof SweepCheckpoint>;
export type SweepRange = { readonly fromDate: Timestamp; readonly toDate: Timestamp };

export const SWEEP_SCHEMA_VERSION = 1;
