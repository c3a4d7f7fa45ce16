import { changeRecord, type Transition } from '../change-record.ts';
import type { ReconciliationId } from '../ids.ts';
import type { ChangeContext } from './record-event.ts';

/** Notes the export job whose listing holds the recording of a call that `reconciliationId` holds. */
export const recordExportJob =
  (
    reconciliationId: ReconciliationId,
    exportJobId: string,
    context: ChangeContext,
  ): Transition<'noted' | 'not held'> =>
  (current) => {
    const isHeld =
      current?.reconciliationId === reconciliationId && current.reconciliationStatus === 'in_progress';
    if (!current || !isHeld) return { result: 'not held' };
    const next = changeRecord(
      current,
      { ...current, exportJobId },
      { at: context.now, what: 'exported', by: context.by },
    );
    return { ...(next && { next }), result: 'noted' };
  };
