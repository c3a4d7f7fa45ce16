import type { ExportSlot, SlotKey } from '@recordings/reconciliation';
import { type Change, changeItem, type Known } from '../change-item.ts';
import type { RecoveryDeps } from '../recovery-deps.ts';

/** Changes one slot in one conditional write; see `changeItem`. */
export const changeSlot = <R>(
  { exportGroups }: Pick<RecoveryDeps, 'exportGroups'>,
  { slotKey, slotId }: { readonly slotKey: SlotKey; readonly slotId: string },
  decide: (slot: ExportSlot | undefined) => Change<ExportSlot, R>,
  known?: Known<ExportSlot>,
): Promise<R> =>
  changeItem(
    {
      name: `export slot ${slotId} of ${slotKey.groupId}`,
      get: () => exportGroups.getSlot(slotKey, slotId),
      put: (next) => exportGroups.putSlot(slotKey, next),
    },
    decide,
    known,
  );
