import type { ReconciliationId } from '@recordings/call-record';
import type { Reconciliation } from '@recordings/reconciliation';
import { type Change, changeItem } from '../change-item.ts';
import type { RecoveryDeps } from '../recovery-deps.ts';

/** Changes one reconciliation in one conditional write; see `changeItem`. */
export const changeReconciliation = <R>(
  { reconciliations }: Pick<RecoveryDeps, 'reconciliations'>,
  id: ReconciliationId,
  change: (
    current: Reconciliation | undefined,
  ) => Change<Reconciliation, R> | Promise<Change<Reconciliation, R>>,
  known?: Reconciliation,
): Promise<R> =>
  changeItem(
    {
      name: `reconciliation ${id}`,
      get: () => reconciliations.get(id),
      put: (next) => reconciliations.put(next),
    },
    change,
    known && { item: known },
  );
