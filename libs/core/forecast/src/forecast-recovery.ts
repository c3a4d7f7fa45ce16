import { shifted } from '@recordings/call-record';
import { usualSpacingMs } from '@recordings/reconciliation';
import { awsPrices } from './aws-prices.ts';
import { countedRequests } from './counted-requests.ts';
import { forecastGroup } from './forecast-group.ts';
import type { ForecastInput, ForecastWindow } from './forecast-input.ts';
import { rounded, sum } from './numbers.ts';
import { priceOf } from './price-of.ts';
import type { JobForecast, OcpRequests, RecoveryForecast } from './recovery-forecast.ts';

const MINUTE_MS = 60_000;

/** Forecasts the recovery of windows under the constraints of their groups. */
export const forecastRecovery = (input: ForecastInput): RecoveryForecast => {
  const { now, assumptions } = input;
  const planned = [...Map.groupBy(input.windows, groupKeyOf).values()].flatMap((windows) =>
    forecastGroup(windows, input),
  );
  const groups = planned.map(({ group }) => group);
  const jobs = planned.flatMap((plan) => plan.jobs);
  const calls = sum(groups.map((group) => group.calls));
  const ocpRequests = requestsOf(jobs, calls, input);
  const minutes = (ocpRequests.total * usualSpacingMs(assumptions.budget)) / MINUTE_MS;
  const gb = sum(groups.map((group) => group.gb));
  const worst = groups.map(({ worstDeadline }) => worstDeadline).sort()[0];
  const until = shifted(now, minutes * MINUTE_MS);
  return {
    groups: groups.map((group) => ({ ...group, gb: rounded(group.gb) })),
    jobs,
    ocpRequests,
    minutesAtBudget: rounded(minutes),
    gb: rounded(gb),
    ...(worst && { worstDeadline: worst }),
    callsDeletedSooner: planned.flatMap(({ deadlines }) => deadlines).filter((at) => at < until).length,
    usd: priceOf({ calls, windows: sum(groups.map((group) => group.windows)), gb }),
    assumptions: {
      ocpRequestsPerPeriod: assumptions.budget.maxRequests,
      periodSeconds: assumptions.budget.periodMs / 1_000,
      pollsPerJob: assumptions.pollsPerJob,
      recordingsPerPage: assumptions.recordingsPerPage,
      missingShare: assumptions.missingShare,
      callMinutes: assumptions.callMinutes,
      region: awsPrices.region,
      prices: awsPrices.asOf,
      countedAt: countedRequests.revision,
    },
  };
};

const groupKeyOf = ({ tenantId, groupId }: ForecastWindow): string => JSON.stringify([tenantId, groupId]);

const requestsOf = (
  jobs: readonly JobForecast[],
  calls: number,
  { assumptions: { pollsPerJob, recordingsPerPage, missingShare } }: ForecastInput,
): OcpRequests => {
  const create = jobs.length;
  const poll = jobs.length * pollsPerJob;
  const list = sum(jobs.map((job) => Math.max(1, Math.ceil(job.calls / missingShare / recordingsPerPage))));
  return { create, poll, list, download: calls, total: create + poll + list + calls };
};
