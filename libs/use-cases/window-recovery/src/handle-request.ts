import type { Disposition } from '@recordings/fault';
import {
  hasExecution,
  type Orchestrator,
  ReconciliationRequest,
  SWEEP_REQUEST_VERSION,
} from '@recordings/reconciliation';
import { isExecutionName } from '@recordings/workflow';
import { driveGroup } from './exports/drive-group.ts';
import { type QueueMessage, readBody, waitForEndpoint, waitForGroup } from './read-body.ts';
import { claimCalls } from './reconciliations/claim-calls.ts';
import { moveReconciliation } from './reconciliations/move-reconciliation.ts';
import { openOnce } from './reconciliations/open-once.ts';
import { findRecoveredGroup, type RecoveredGroup } from './recovered-group.ts';
import type { RecoveryDeps } from './recovery-deps.ts';

/**
 * Makes the handler of windows: it claims the calls of the window, adds the window to those that its group's exports
 * are planned from, and starts an export if it can. A message that is delivered again does the same again.
 */
export const makeHandleRequest =
  (deps: RecoveryDeps) =>
  async (message: QueueMessage): Promise<Disposition> => {
    const read = readBody(ReconciliationRequest, SWEEP_REQUEST_VERSION, message.body);
    if ('disposition' in read) return read.disposition;
    const request = read.message;
    const refused = waitForEndpoint(deps, request.payload, message);
    if (refused) return refused;
    const group = findRecoveredGroup(deps, request.payload);
    if (!group) return waitForGroup(deps, request.payload, message);
    const opened = await openOnce(deps, request, orchestratorOf(deps, group, request));
    if (opened.phase !== 'claiming' && opened.phase !== 'waiting') {
      deps.note({ type: 'check_ignored', reason: `request ${opened.phase}` });
      return { kind: 'ack' };
    }
    const calls = opened.phase === 'claiming' ? await claimCalls(deps, request.payload, group) : opened.calls;
    await moveReconciliation(deps, opened.reconciliationId, { type: 'calls-claimed', calls }, opened);
    if (!hasExecution(opened)) await driveGroup(deps, group.groupId);
    return { kind: 'ack' };
  };

/**
 * What drives a new window. A window that exists keeps its own. Sweeps share the jobs of others, so messages drive them, as
 * they drive a window whose id cannot name an execution.
 */
const orchestratorOf = (
  { workflow }: Pick<RecoveryDeps, 'workflow'>,
  { registered }: RecoveredGroup,
  { payload }: ReconciliationRequest,
): Orchestrator | undefined =>
  workflow?.drives(registered) && payload.isSweep !== true && isExecutionName(payload.reconciliationId)
    ? 'step-functions'
    : undefined;
