import type { RetryRule } from '@recordings/call-record';
import type { ExportPolicy, ReconciliationPolicy } from '@recordings/reconciliation';
import { CLOCK_TOLERANCE_MS } from '@recordings/window-recovery';
import type { Config } from './config.ts';

const MINUTE_MS = 60_000;

/** @param text seconds, comma-separated. */
const waitsMs = (text: string): number[] => text.split(',').map((seconds) => Number(seconds) * 1000);

/** Converts the configuration to the units of the core. */
export const exportPolicy = (config: Config): Omit<ExportPolicy, 'jobLifeMs'> => ({
  pollDelayMs: config.POLL_DELAY_SECONDS * 1000,
  pollDelayGrowth: config.POLL_DELAY_GROWTH,
  maxPollDelayMs: config.MAX_POLL_DELAY_SECONDS * 1000,
  maxPolls: config.MAX_POLLS,
  pollRetryDelaysMs: waitsMs(config.POLL_RETRY_SECONDS),
  failedPollDelayMs: config.FAILED_POLL_SECONDS * 1000,
  maxTotalMs: config.MAX_JOB_MINUTES * MINUTE_MS,
  busyDelayMs: config.SLOT_BUSY_SECONDS * 1000,
  createRetryDelaysMs: waitsMs(config.CREATE_RETRY_SECONDS),
  overloadedCreateDelaysMs: waitsMs(config.OVERLOADED_CREATE_SECONDS),
  listingRetryDelaysMs: waitsMs(config.LISTING_RETRY_SECONDS),
  // A create is one request: its timeout, and as long again for its permit.
  createLeaseMs: config.OCP_TIMEOUT_MS * 2 + CLOCK_TOLERANCE_MS,
  overdueAfterMs: config.OVERDUE_SECONDS * 1000,
});

export const reconciliationPolicy = (config: Config): ReconciliationPolicy => ({
  leaseMs: config.LEASE_MINUTES * MINUTE_MS,
  downloadDeadlineMs: config.DOWNLOAD_DEADLINE_MINUTES * MINUTE_MS,
});

export const retryRuleOf = (config: Config): RetryRule => ({
  maxAttempts: config.MAX_RECONCILIATION_ATTEMPTS,
  retryDelayMs: config.RETRY_DELAY_SECONDS * 1000,
  firstFaultDelayMs: config.OUTAGE_RETRY_SECONDS * 1000,
  maxFaultDelayMs: config.MAX_OUTAGE_RETRY_SECONDS * 1000,
  dailyDelayMs: config.DAILY_RETRY_SECONDS * 1000,
});
