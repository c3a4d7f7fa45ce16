import {
  type ExportConstraints,
  GroupId,
  type RegistryGroup,
  shifted,
  TenantId,
  type Timestamp,
} from '@recordings/call-record';
import { minute, omilia } from '../planning/test-exports.ts';
import { Reconciliation } from '../reconciliation/reconciliation.ts';
import { beginSweeps } from './move-checkpoint.ts';
import type { SweepCheckpoint } from './sweep-checkpoint.ts';
import type { SweepPolicy } from './sweep-policy.ts';
import type { SweepResult } from './sweep-result.ts';

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
/** 2026-01-15 10:00 UTC. */
export const NOW = minute(0);
export const hoursAgo = (hours: number, of: Timestamp = NOW): Timestamp => shifted(of, -hours * HOUR_MS);

export const policy: SweepPolicy = {
  settledAfterMs: 26 * HOUR_MS,
  expiryMarginMs: 3 * HOUR_MS,
  urgentMarginMs: 72 * HOUR_MS,
  maxRunning: 2,
  staleAfterMs: 30 * 60_000,
  retryRule: {
    maxAttempts: 3,
    retryDelayMs: 6 * HOUR_MS,
    firstFaultDelayMs: 5 * 60_000,
    maxFaultDelayMs: DAY_MS,
    dailyDelayMs: DAY_MS,
  },
};

const tenantId = TenantId.parse('acme');

/** A group whose recordings OCP keeps for 60 days, unless another number is given. */
export const groupWith = (
  over: Partial<ExportConstraints> = {},
  name = 'Acme_EN',
  retentionDays = 60,
): RegistryGroup =>
  ({
    ...{ tenant: tenantId, name: GroupId.parse(name), retentionDays },
    exportConstraints: { ...omilia, ...over },
  }) as RegistryGroup;

/** A checkpoint of the group. Everything before `sweptUntil` is swept. */
export const sweptUntil = (
  until: Timestamp,
  over: Partial<SweepCheckpoint> = {},
  group = groupWith(),
): SweepCheckpoint => ({
  ...beginSweeps({ tenantId, groupId: group.name }, group, hoursAgo(1_000), policy),
  sweptUntil: until,
  ...over,
});

/** The closed reconciliation of a sweep. Without a result its job brought no listing. */
export const closedSweep = (result?: Partial<SweepResult>): Reconciliation => {
  const counts = {
    listed: 0,
    stored: 0,
    created: 0,
    reopened: 0,
    notListed: 0,
    cdrEvents: 0,
    newCdrEvents: 0,
  };
  const isDone = result?.isDone ?? true;
  return Reconciliation.parse({
    ...{ reconciliationId: 'r-1', batchId: 'b', tenantId, groupId: 'Acme_EN', priority: 'low', calls: {} },
    ...{ fromDate: NOW, toDate: NOW, leaseUntil: NOW, createdAt: NOW, lastUpdated: NOW },
    ...{ phase: 'closed', expiresAtEpochS: 0, revision: 1 },
    sweep: result ? { result: { ...counts, isDone, ...result } } : {},
    ...(result && isDone
      ? { reconciliationStatus: 'COMPLETED', completedAt: NOW }
      : { reconciliationStatus: 'FAILED_EXPORT_ERROR', failedAt: NOW, failureReason: 'no' }),
  });
};
