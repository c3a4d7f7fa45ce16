import { type ExportConstraints, parseRegistry, type Registry } from '@recordings/call-record';
import { USUAL_ASSUMPTIONS } from '@recordings/forecast';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../time/timeline.ts';
import type { WorldSettings } from '../world-settings.ts';
import { groupNameOf } from './make-backlog.ts';

const DAY_MS = 24 * HOUR_MS;

/** OCP's real constraints. */
export const DRAIN_CONSTRAINTS: ExportConstraints = {
  minRangeMinutes: 60,
  maxRangeMinutes: 2_880,
  alignMinutes: 60,
  runningJobsPerGroup: 1,
  jobLifeMinutes: 1_440,
  selectsBy: 'unknown',
  settleMinutes: 120,
};

export const drainRegistry = (groups: number, constraints = DRAIN_CONSTRAINTS): Registry =>
  parseRegistry({
    version: 1,
    tenants: [{ id: 'acme', name: 'Acme' }],
    linesOfBusiness: [{ id: 'cards', name: 'Cards' }],
    exportProfiles: { omilia: constraints },
    groups: Array.from({ length: groups }, (_, group) => ({
      name: groupNameOf(group),
      tenant: 'acme',
      lineOfBusiness: { default: 'cards' },
      recording: { enabled: true },
      credentials: 'acme-ocp',
      exportProfile: 'omilia',
    })),
  });

/** OCP's limit by default. */
export const DRAIN_BUDGET = { maxRequests: 100, periodMs: MINUTE_MS, slackMs: SECOND_MS };

/** What the services are configured with by default. */
export const DRAIN_SETTINGS: WorldSettings = {
  poolerEveryMs: 15 * MINUTE_MS,
  maxOutstandingWindows: 100,
  missingCalls: {
    candidates: {
      bufferMs: 5 * MINUTE_MS,
      lookbackMs: 7 * DAY_MS,
      missingEndAfterMs: DAY_MS,
      staleAfterMs: 30 * MINUTE_MS,
      includeFailed: true,
      urgentMarginMs: 3 * DAY_MS,
      expiryMarginMs: 3 * HOUR_MS,
      promptAttempts: 3,
    },
    sizing: { defaultMs: 5 * MINUTE_MS, isDynamic: true, minMs: MINUTE_MS, maxMs: 15 * MINUTE_MS },
    maxCalls: 1_000,
    maxCallsPerWindow: 100,
    maxEvents: 1_000,
    includeCallDetails: true,
    enableMessageAttributes: true,
    maxAttempts: 3,
    audioFormat: 'wav',
    // The recordings of a backlog are all missing.
    assumptions: { ...USUAL_ASSUMPTIONS, budget: DRAIN_BUDGET, missingShare: 1 },
  },
  exports: {
    pollDelayMs: 5 * MINUTE_MS,
    pollDelayGrowth: 1,
    maxPollDelayMs: 15 * MINUTE_MS,
    maxPolls: 6,
    pollRetryDelaysMs: [15 * SECOND_MS, 30 * SECOND_MS, MINUTE_MS],
    failedPollDelayMs: MINUTE_MS,
    maxTotalMs: 4 * HOUR_MS,
    busyDelayMs: 2 * MINUTE_MS,
    createRetryDelaysMs: [SECOND_MS, 5 * SECOND_MS, 30 * SECOND_MS],
    overloadedCreateDelaysMs: [30 * SECOND_MS, MINUTE_MS, 2 * MINUTE_MS],
    listingRetryDelaysMs: [10 * SECOND_MS, 20 * SECOND_MS, 40 * SECOND_MS],
    createLeaseMs: MINUTE_MS,
    overdueAfterMs: 2 * MINUTE_MS,
  },
  reconciliations: { leaseMs: 6 * HOUR_MS, downloadDeadlineMs: 2 * HOUR_MS },
  retry: {
    maxAttempts: 3,
    retryDelayMs: 6 * HOUR_MS,
    firstFaultDelayMs: 5 * MINUTE_MS,
    maxFaultDelayMs: DAY_MS,
    dailyDelayMs: DAY_MS,
  },
};
