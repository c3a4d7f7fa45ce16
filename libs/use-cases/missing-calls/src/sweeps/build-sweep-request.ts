import type { RegistryGroup } from '@recordings/call-record';
import {
  exportedRangeOf,
  priorityOfSweep,
  type ReconciliationRequest,
  SWEEP_REQUEST_VERSION,
  type SweepCheckpoint,
  type SweepRange,
  sweepSpanOf,
} from '@recordings/reconciliation';
import type { Batch } from '../build-window-request.ts';
import type { SweepDeps } from './sweep-deps.ts';

type Running = NonNullable<SweepCheckpoint['running']>;

/** Builds the event of a sweep: a window without calls, over the range that its job exports. */
export const buildSweepRequest = (
  {
    policy: { audioFormat, ocpEndpoint },
    sweeping,
    makeId,
  }: Pick<SweepDeps, 'policy' | 'sweeping' | 'makeId'>,
  group: RegistryGroup,
  running: Running,
  { batchId, now }: Batch,
): ReconciliationRequest => ({
  eventType: 'RECONCILIATION_REQUEST',
  eventId: makeId(),
  timestamp: now,
  source: 'reconciliation-pooler',
  version: SWEEP_REQUEST_VERSION,
  payload: {
    reconciliationId: running.reconciliationId,
    batchId,
    tenantId: group.tenant,
    groupId: group.name,
    windowIndex: 1,
    totalWindows: 1,
    ...exportedRange(group, running),
    calls: [],
    isSweep: true,
    callCount: 0,
    createdAt: now,
    priority: priorityOfSweep(group, running, now, sweeping.policy),
    maxRetries: 0,
    metadata: { audioFormat, ...(ocpEndpoint !== undefined && { ocpEndpoint }) },
  },
});

/** A range that an older version started does not say where its job begins. */
const exportedRange = ({ exportConstraints }: RegistryGroup, running: Running): SweepRange =>
  running.exportFrom === undefined
    ? exportedRangeOf(running, sweepSpanOf(exportConstraints))
    : { fromDate: running.exportFrom, toDate: running.toDate };
