import { parseRegistry } from '@recordings/call-record';
import type { BudgetLimit } from '@recordings/reconciliation';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../time/timeline.ts';
import type { WorldSettings } from '../world-settings.ts';

const hours = {
  minRangeMinutes: 60,
  maxRangeMinutes: 2_880,
  alignMinutes: 60,
  runningJobsPerGroup: 1,
  jobLifeMinutes: 300,
  selectsBy: 'unknown',
  settleMinutes: 0,
};
const free = { ...hours, minRangeMinutes: 0, alignMinutes: 0, runningJobsPerGroup: 'unbounded' };

/** Shorter than in production, so that a world reaches the deadlines of its calls. */
export const RETENTION_DAYS = 3;

const groupNamed = (name: string, exportProfile: string, tenant: string = 'acme') => ({
  name,
  tenant,
  lineOfBusiness: { default: 'cards' },
  recording: { enabled: true },
  retentionDays: RETENTION_DAYS,
  credentials: `${tenant}-ocp`,
  exportProfile,
});

/**
 * Three groups whose exports are whole hours, one at a time, and one that may have any range and any number. Two tenants
 * share the group `Shared`; the first tenant has the others alone.
 */
export const GROUPS = ['Hours', 'Hours_2', 'Free', 'Shared'] as const;
export const TENANTS = ['acme', 'bolt'] as const;
/** As the file says it, which is the truth. */
export const registryFile = {
  version: 1,
  tenants: TENANTS.map((id) => ({ id, name: id })),
  linesOfBusiness: [{ id: 'cards', name: 'Cards' }],
  exportProfiles: { hours, free },
  groups: [
    groupNamed('Hours', 'hours'),
    groupNamed('Hours_2', 'hours'),
    groupNamed('Free', 'free'),
    ...TENANTS.map((tenant) => groupNamed('Shared', 'hours', tenant)),
  ],
};
export const registry = parseRegistry(registryFile);

export const SHARDS = 2;
export const OCP_HOST = 'ocp.world';

/** Smaller than in production, so that busy worlds reach it. Clocks of two workers differ by at most 2 s. */
export const BUDGET: BudgetLimit = { maxRequests: 20, periodMs: MINUTE_MS, slackMs: 2_250 };

/** Shorter than in production, so that a few hours see every timeout run out. */
const exports: WorldSettings['exports'] = {
  pollDelayMs: MINUTE_MS,
  pollDelayGrowth: 1.5,
  maxPollDelayMs: 5 * MINUTE_MS,
  maxPolls: 6,
  pollRetryDelaysMs: [15 * SECOND_MS, 30 * SECOND_MS, MINUTE_MS],
  failedPollDelayMs: MINUTE_MS,
  maxTotalMs: 30 * MINUTE_MS,
  busyDelayMs: MINUTE_MS,
  createRetryDelaysMs: [SECOND_MS, 5 * SECOND_MS, 30 * SECOND_MS],
  overloadedCreateDelaysMs: [30 * SECOND_MS, MINUTE_MS, 2 * MINUTE_MS],
  listingRetryDelaysMs: [10 * SECOND_MS, 20 * SECOND_MS, 40 * SECOND_MS],
  createLeaseMs: MINUTE_MS,
  overdueAfterMs: 2 * MINUTE_MS,
};
const reconciliations: WorldSettings['reconciliations'] = {
  leaseMs: HOUR_MS,
  downloadDeadlineMs: 20 * MINUTE_MS,
};
const retry: WorldSettings['retry'] = {
  maxAttempts: 3,
  retryDelayMs: 10 * MINUTE_MS,
  firstFaultDelayMs: 5 * MINUTE_MS,
  maxFaultDelayMs: 6 * HOUR_MS,
  // A quarter of a day, as the retention is a twentieth.
  dailyDelayMs: 6 * HOUR_MS,
};

const missingCalls: WorldSettings['missingCalls'] = {
  candidates: {
    bufferMs: 5 * MINUTE_MS,
    lookbackMs: 7 * 24 * HOUR_MS,
    missingEndAfterMs: HOUR_MS,
    staleAfterMs: 15 * MINUTE_MS,
    includeFailed: true,
    urgentMarginMs: 12 * HOUR_MS,
    expiryMarginMs: 3 * HOUR_MS,
    promptAttempts: 3,
  },
  sizing: { defaultMs: 10 * MINUTE_MS, isDynamic: false, minMs: MINUTE_MS, maxMs: HOUR_MS },
  maxCalls: 8,
  maxCallsPerWindow: 3,
  maxEvents: 1_000,
  includeCallDetails: true,
  enableMessageAttributes: true,
  maxAttempts: 3,
  audioFormat: 'wav',
};

/** As in production: OCP pushes again for a day. */
export const SWEEPS: NonNullable<WorldSettings['sweeps']> = {
  settledAfterMs: 26 * HOUR_MS,
  expiryMarginMs: missingCalls.candidates.expiryMarginMs,
  urgentMarginMs: missingCalls.candidates.urgentMarginMs,
  maxRunning: 2,
  staleAfterMs: missingCalls.candidates.staleAfterMs,
  retryRule: retry,
};

export const settings: WorldSettings = {
  poolerEveryMs: 5 * MINUTE_MS,
  // Small, as `maxCalls`, so that busy worlds reach it.
  maxOutstandingWindows: 6,
  missingCalls,
  exports,
  reconciliations,
  retry,
};
