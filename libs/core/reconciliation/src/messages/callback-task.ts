import { ReconciliationId } from '@recordings/call-record';
import { z } from 'zod';

/** Asks for the result of a window to be posted. The result is in its reconciliation. */
export const CallbackTask = z.object({ version: z.string(), reconciliationId: ReconciliationId });
export type CallbackTask = z.infer<typeof CallbackTask>;
export const CALLBACK_TASK_VERSION = '1.0';
