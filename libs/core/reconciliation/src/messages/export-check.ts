import { GroupId, ReconciliationId, TenantId } from '@recordings/call-record';
import { z } from 'zod';

/** A message, usually delayed, that has the reconciler check what it waits for. */
export const ExportCheck = z.discriminatedUnion('kind', [
  /** Poll number `number` of an export. It has no effect if that poll is not due any more. */
  z.object({
    version: z.string(),
    kind: z.literal('poll'),
    tenantId: TenantId,
    groupId: GroupId,
    slotId: z.string(),
    exportId: z.string(),
    number: z.number().int().min(1),
  }),
  /** Check whether the waiting windows of the group can have an export now. */
  z.object({ version: z.string(), kind: z.literal('group'), tenantId: TenantId, groupId: GroupId }),
  /** Check whether a reconciliation can be closed. */
  z.object({ version: z.string(), kind: z.literal('close'), reconciliationId: ReconciliationId }),
]);
export type ExportCheck = z.infer<typeof ExportCheck>;
export const EXPORT_CHECK_VERSION = '1.0';
