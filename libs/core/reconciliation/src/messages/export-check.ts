import { GroupId, ReconciliationId, TenantId } from '@recordings/call-record';
import { z } from 'zod';

/** A look, usually a delayed one, at something the reconciler waits for. */
export const ExportCheck = z.discriminatedUnion('kind', [
  /** Poll number `number` of an export. A number that has passed does nothing. */
  z.object({
    version: z.string(),
    kind: z.literal('poll'),
    tenantId: TenantId,
    groupId: GroupId,
    slotId: z.string(),
    exportId: z.string(),
    number: z.number().int().min(1),
  }),
  /** Look whether the group's waiting windows can have an export now. */
  z.object({ version: z.string(), kind: z.literal('group'), tenantId: TenantId, groupId: GroupId }),
  /** Look whether a reconciliation can be closed. */
  z.object({ version: z.string(), kind: z.literal('close'), reconciliationId: ReconciliationId }),
]);
export type ExportCheck = z.infer<typeof ExportCheck>;
export const EXPORT_CHECK_VERSION = '1.0';
