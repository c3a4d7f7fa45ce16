import { USUAL_ASSUMPTIONS } from '@recordings/forecast';
import type { MissingCallsPolicy } from '@recordings/missing-calls';
import type { SweepPolicy } from '@recordings/reconciliation';
import {
  type CandidatePolicy,
  type ExecutionScope,
  parsePartition,
  parsePeakRanges,
  type TenantPartition,
  type WindowSizing,
} from '@recordings/windowing';
import type { Config } from './config.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** Wait before a range is swept again. It doubles with each fault in a row, up to a day. */
const FIRST_SWEEP_FAULT_MS = 5 * MINUTE_MS;

/** The configuration in the units of the use case. */
export const policyOf = (config: Config): MissingCallsPolicy => ({
  candidates: candidatePolicyOf(config),
  sizing: windowSizingOf(config),
  maxCalls: config.MAX_CALLS_PER_EXECUTION,
  maxCallsPerWindow: config.MAX_CALLS_PER_WINDOW,
  maxAttempts: config.MAX_RECONCILIATION_ATTEMPTS,
  audioFormat: config.AUDIO_FORMAT,
  ocpEndpoint: config.OCP_BASE_URL,
  maxEvents: config.MAX_EVENTS_PER_EXECUTION,
  includeCallDetails: config.INCLUDE_CALL_DETAILS,
  enableMessageAttributes: config.ENABLE_MESSAGE_ATTRIBUTES,
  scope: scopeOf(config),
  assumptions: { ...USUAL_ASSUMPTIONS, budget: budgetOf(config) },
});

const budgetOf = (config: Config) => ({
  maxRequests: config.OCP_MAX_REQUESTS,
  periodMs: config.OCP_REQUEST_PERIOD_SECONDS * 1_000,
  slackMs: config.OCP_CLOCK_SLACK_MS,
});

export const sweepPolicyOf = (config: Config): SweepPolicy => ({
  settledAfterMs: config.SWEEP_SETTLE_HOURS * HOUR_MS,
  expiryMarginMs: config.EXPIRY_MARGIN_HOURS * HOUR_MS,
  urgentMarginMs: config.URGENT_MARGIN_HOURS * HOUR_MS,
  maxRunning: config.MAX_RUNNING_SWEEPS,
  staleAfterMs: config.STALE_MINUTES * MINUTE_MS,
  retryRule: {
    maxAttempts: config.MAX_RECONCILIATION_ATTEMPTS,
    retryDelayMs: DAY_MS,
    firstFaultDelayMs: FIRST_SWEEP_FAULT_MS,
    maxFaultDelayMs: DAY_MS,
    dailyDelayMs: DAY_MS,
  },
});

/** The tenants of this pooler. @returns undefined if it has all of them. */
export const partitionOf = ({ TENANT_PARTITION }: Config): TenantPartition | undefined =>
  TENANT_PARTITION === undefined ? undefined : parsePartition(TENANT_PARTITION);

const scopeOf = (config: Config): ExecutionScope => {
  const { EXECUTION_FROM: from, EXECUTION_TO: to } = config;
  const partition = partitionOf(config);
  return { ...(from && { from }), ...(to && { to }), ...(partition && { partition }) };
};

const candidatePolicyOf = (config: Config): CandidatePolicy => ({
  bufferMs: config.BUFFER_MINUTES * MINUTE_MS,
  lookbackMs: config.LOOKBACK_DAYS * DAY_MS,
  missingEndAfterMs: config.MISSING_END_HOURS * HOUR_MS,
  staleAfterMs: config.STALE_MINUTES * MINUTE_MS,
  includeFailed: config.INCLUDE_FAILED_RECONCILIATIONS,
  urgentMarginMs: config.URGENT_MARGIN_HOURS * HOUR_MS,
  expiryMarginMs: config.EXPIRY_MARGIN_HOURS * HOUR_MS,
  promptAttempts: config.MAX_RECONCILIATION_ATTEMPTS,
});

const peakOf = (config: Config): Pick<WindowSizing, 'peak'> => {
  const { PEAK_HOURS, CRON_TIMEZONE: timeZone, PEAK_WINDOW_SIZE_MINUTES } = config;
  const ranges = PEAK_HOURS === undefined ? undefined : parsePeakRanges(PEAK_HOURS);
  return ranges
    ? { peak: { ranges, timeZone, maxMs: Math.round(PEAK_WINDOW_SIZE_MINUTES * MINUTE_MS) } }
    : {};
};

const windowSizingOf = (config: Config): WindowSizing => ({
  defaultMs: Math.round(config.DEFAULT_WINDOW_SIZE_MINUTES * MINUTE_MS),
  isDynamic: config.DYNAMIC_WINDOW_SIZING,
  minMs: Math.round(config.MIN_WINDOW_SIZE_MINUTES * MINUTE_MS),
  maxMs: Math.round(config.MAX_WINDOW_SIZE_MINUTES * MINUTE_MS),
  ...(config.OCP_MAX_CALLS_PER_REQUEST > 0 && { maxCallsPerRequest: config.OCP_MAX_CALLS_PER_REQUEST }),
  ...peakOf(config),
});
