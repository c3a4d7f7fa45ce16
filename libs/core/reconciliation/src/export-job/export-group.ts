import type { GroupId, TenantId } from '@recordings/call-record';
import { z } from 'zod';
import type { WaitingWindow } from '../planning/waiting-window.ts';
import { ExportJob } from './export-job.ts';

export type GroupKey = { readonly tenantId: TenantId; readonly groupId: GroupId };

/** A slot holds at most one job, and is free without one. Slot and job are one item, so that one write takes both. */
export const ExportSlot = z.object({
  slotId: z.string(),
  job: ExportJob.optional(),
  /** Windows that its next job may serve. Absent: as many as fit. */
  mergeLimit: z.number().int().min(1).optional(),
  revision: z.number().int(),
});
export type ExportSlot = z.infer<typeof ExportSlot>;

/** The exports of a group: its slots, and the windows that wait for one. */
export type ExportGroup = {
  readonly slots: readonly ExportSlot[];
  readonly windows: readonly WaitingWindow[];
};
