import type { ExportConstraints, GroupId, TenantId, Timestamp } from '@recordings/call-record';
import type { BudgetLimit, Priority } from '@recordings/reconciliation';

export type ForecastCall = {
  readonly callTimestamp: Timestamp;
  readonly callEndTimestamp?: Timestamp | undefined;
  readonly recoverableUntil: Timestamp;
};

/** Missing calls of one group. There is at least one. */
export type ForecastWindow = {
  readonly tenantId: TenantId;
  readonly groupId: GroupId;
  readonly priority: Priority;
  readonly calls: readonly ForecastCall[];
};

/** What a plan cannot know. */
export type ForecastAssumptions = {
  /** Requests that OCP gets from all workers together. */
  readonly budget: BudgetLimit;
  /** Polls of an export job until it has ended. */
  readonly pollsPerJob: number;
  /** Recordings on one page of a listing. */
  readonly recordingsPerPage: number;
  /** Part of the recordings of a range that is missing, above 0 and up to 1: a listing has the others, too. */
  readonly missingShare: number;
  /** Length of a call whose end is unknown. */
  readonly callMinutes: number;
};

export type ForecastInput = {
  readonly windows: readonly ForecastWindow[];
  /** @returns undefined if the tenant does not have the group: its windows are left out. */
  readonly constraintsOf: (groupId: GroupId, tenantId: TenantId) => ExportConstraints | undefined;
  readonly now: Timestamp;
  readonly assumptions: ForecastAssumptions;
};

/**
 * By default: the budget of a worker without settings; a job ends before its first poll, 5 minutes after it was created; a
 * tenth of the recordings is missing.
 */
export const USUAL_ASSUMPTIONS: ForecastAssumptions = {
  budget: { maxRequests: 100, periodMs: 60_000, slackMs: 1_000 },
  pollsPerJob: 1,
  recordingsPerPage: 1_000,
  missingShare: 0.1,
  callMinutes: 5,
};
