import type { ExportSlot, GroupKey } from '@recordings/reconciliation';
import { type Change, changeItem, type Known } from '../change-item.ts';
import type { RecoveryDeps } from '../recovery-deps.ts';

/** Changes one slot in one conditional write; see `changeItem`. */
export const changeSlot = <R>(
  { exportGroups }: Pick<RecoveryDeps, 'exportGroups'>,
  { group, slotId }: { readonly group: GroupKey; readonly slotId: string },
  decide: (slot: ExportSlot | undefined) => Change<ExportSlot, R>,
  known?: Known<ExportSlot>,
): Promise<R> =>
  changeItem(
    {
      name: `export slot ${slotId} of ${group.groupId}`,
      get: () => exportGroups.getSlot(group, slotId),
      put: (next) => exportGroups.putSlot(group, next),
    },
    decide,
    known,
  );
