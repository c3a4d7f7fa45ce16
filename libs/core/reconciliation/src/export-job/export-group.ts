import { type GroupId, keepUnknownFields, TenantId, Timestamp } from '@recordings/call-record';
import { z } from 'zod';
import { RangeLimit } from '../planning/range-limit.ts';
import type { WaitingWindow } from '../planning/waiting-window.ts';
import { ExportJob } from './export-job.ts';

/** A group of one tenant. */
export type GroupKey = { readonly tenantId: TenantId; readonly groupId: GroupId };

/** An OCP group, whichever tenants have it. OCP counts running jobs for it, so its tenants share its slots. */
export type SlotKey = {
  /** Host and port of the OCP, see `ocpHostOf`. */
  readonly ocpHost: string;
  readonly groupId: GroupId;
};

/** What a slot remembers of one of the tenants that share it. */
const TenantShare = keepUnknownFields(
  z.object({
    /** Revision of the slot at which the last job of the tenant ended. It orders turns; clocks of workers differ. */
    servedAtRevision: z.number().int(),
    /** Windows that the next job of the tenant may serve. Absent: as many as fit. */
    mergeLimit: z.number().int().min(1).optional(),
    rangeLimit: RangeLimit.optional(),
    /** Jobs of the tenant that failed in a row, without those that the merge limit answers. Absent: none. */
    failures: z.number().int().min(1).optional(),
    /** No job of the tenant starts before this. After it, one job is tried. */
    heldUntil: Timestamp.optional(),
    /** OCP refused the credentials with this mark. Others are tried at once. */
    refusedCredentials: z.string().optional(),
  }),
);
export type TenantShare = z.infer<typeof TenantShare>;

/** A slot holds at most one job, and is free without one. Slot and job are one item, so that one write takes both. */
export const ExportSlot = keepUnknownFields(
  z.object({
    slotId: z.string(),
    job: ExportJob.optional(),
    shares: z.record(TenantId, TenantShare).optional(),
    /** Absent in items from before it existed. */
    schemaVersion: z.number().int().optional(),
    revision: z.number().int(),
  }),
);
export type ExportSlot = z.infer<typeof ExportSlot>;

/** A stored item of a group that cannot be read. */
export type UnreadableItem = {
  readonly kind: 'slot' | 'window' | 'unknown';
  /** The slot id, the reconciliation id, or the whole sort key. */
  readonly id: string;
  readonly error: unknown;
};

/** The exports of an OCP group: its slots, and the windows of all its tenants that wait for one. */
export type ExportGroup = {
  readonly slots: readonly ExportSlot[];
  readonly windows: readonly WaitingWindow[];
  /** Items that were skipped. A slot among them may hold a job. */
  readonly unreadable: readonly UnreadableItem[];
};
