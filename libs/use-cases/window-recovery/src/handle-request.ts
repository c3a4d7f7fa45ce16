import {
  RECONCILIATION_REQUEST_VERSION,
  readMessage,
  ReconciliationRequest,
} from '@recordings/reconciliation';
import type { Disposition } from '@recordings/fault';
import { driveGroup } from './exports/drive-group.ts';
import { findReconciledGroup, type RecoveryDeps } from './recovery-deps.ts';
import { claimCalls, openReconciliation } from './reconciliations/claim-window.ts';
import { moveReconciliation } from './reconciliations/move-reconciliation.ts';

/** A message of a newer version waits this long for a service that knows it. */
export const NEWER_VERSION_DELAY_S = 300;

/**
 * Takes on a window: claims its calls, writes it where its group's exports are planned from, and brings those forward.
 * Only then may the message go; a crash before it does the same again.
 */
export const makeHandleRequest =
  (deps: RecoveryDeps) =>
  async ({ body }: { readonly body: string }): Promise<Disposition> => {
    const read = readMessage(ReconciliationRequest, RECONCILIATION_REQUEST_VERSION, body);
    if (read.kind === 'newer') return { kind: 'postpone', delayS: NEWER_VERSION_DELAY_S };
    if (read.kind === 'unreadable') return { kind: 'dead-letter', reason: read.reason };
    const { payload } = read.message;
    const group = findReconciledGroup(deps.registry, payload);
    if (!group)
      return { kind: 'dead-letter', reason: `GROUP_UNKNOWN: ${payload.groupId} of ${payload.tenantId}` };

    const reconciliation = await openReconciliation(deps, read.message);
    if (reconciliation.phase === 'claiming') {
      const calls = await claimCalls(deps, read.message, group.registered);
      await moveReconciliation(deps, reconciliation.reconciliationId, { type: 'calls-claimed', calls });
    } else if (reconciliation.phase === 'waiting') {
      const { calls } = reconciliation;
      await moveReconciliation(deps, reconciliation.reconciliationId, { type: 'calls-claimed', calls });
    } else {
      deps.note({ type: 'check_ignored', reason: `request ${reconciliation.phase}` });
      return { kind: 'ack' };
    }
    await driveGroup(deps, group);
    return { kind: 'ack' };
  };
