import type { ChangeContext } from '../change-context.ts';
import { changeTo, type Transition } from '../change-record.ts';
import { isClaimedBy } from '../held.ts';
import type { ReconciliationId } from '../ids.ts';

/** Records the export job whose listing contains the recording of a call that `reconciliationId` has claimed. */
export const recordExportJob =
  (
    reconciliationId: ReconciliationId,
    exportJobId: string,
    context: ChangeContext,
  ): Transition<'noted' | 'not held'> =>
  (current) => {
    if (!current || !isClaimedBy(current, reconciliationId)) return { result: 'not held' };
    const after = { ...current, exportJobId };
    return changeTo(current, after, 'exported', context, 'noted');
  };
