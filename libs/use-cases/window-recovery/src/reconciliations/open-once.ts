import {
  type Orchestrator,
  openReconciliation,
  type Reconciliation,
  type ReconciliationRequest,
} from '@recordings/reconciliation';
import type { RecoveryDeps } from '../recovery-deps.ts';
import { changeReconciliation } from './change-reconciliation.ts';

/** Writes the reconciliation of a window, unless it exists. @returns the stored one. */
export const openOnce = (
  deps: Pick<RecoveryDeps, 'reconciliations' | 'reconciliationPolicy' | 'now'>,
  request: ReconciliationRequest,
  orchestrator?: Orchestrator,
): Promise<Reconciliation> => {
  const opened = openReconciliation(request, deps.now(), deps.reconciliationPolicy, orchestrator);
  return changeReconciliation<Reconciliation>(deps, opened.reconciliationId, (current) =>
    current ? { result: current } : { next: opened, result: opened },
  );
};
