import { epochMsOf, shifted, type Timestamp } from '@recordings/call-record';
import type { ForecastAssumptions } from '@recordings/forecast';
import { usualSpacingMs } from '@recordings/reconciliation';
import type { GroupToRecover } from './collect-groups.ts';
import { type ForecastOfGroup, forecastOneGroup } from './forecast-one-group.ts';

/**
 * `tooLate`: calls that OCP deletes before the last missing call of all groups is recovered. The most urgent are recovered
 * first, so fewer may be lost.
 */
export type GroupInForecast = ForecastOfGroup & { readonly tooLate: number };

export type Forecast = {
  readonly groups: readonly GroupInForecast[];
  readonly total: Readonly<
    Record<'calls' | 'jobs' | 'requests' | 'hours' | 'gb' | 'usd' | 'tooLate', number>
  >;
};

export type ForecastPolicy = {
  readonly assumptions: ForecastAssumptions;
  /** Calls that OCP deletes within this time are given up. */
  readonly expiryMarginMs: number;
};

const HOUR_MS = 3_600_000;

/** Forecasts the recovery of groups that share the request budget, those with the first deletion first. */
export const makeForecast = (
  groups: readonly GroupToRecover[],
  { assumptions, expiryMarginMs }: ForecastPolicy,
  now: Timestamp,
): Forecast => {
  const planned = groups.map((group) => ({ group, forecast: forecastOneGroup(group, assumptions, now) }));
  const sum = (read: (forecast: ForecastOfGroup) => number): number =>
    planned.reduce((total, { forecast }) => total + read(forecast), 0);
  const requests = sum(({ ocpRequests }) => ocpRequests.total);
  const budgetHours = (requests * usualSpacingMs(assumptions.budget)) / HOUR_MS;
  const hours = planned.reduce((longest, { forecast }) => Math.max(longest, forecast.hours), budgetHours);
  const until = shifted(now, Math.max(hours * HOUR_MS, expiryMarginMs));
  const rows = planned
    .map(({ group, forecast }) => ({ ...forecast, tooLate: countDeletedBefore(group, until) }))
    .sort((a, b) => epochMsOf(a.firstDeletion) - epochMsOf(b.firstDeletion));
  return {
    groups: rows,
    total: {
      ...{ calls: sum(({ calls }) => calls), jobs: sum(({ jobs }) => jobs), requests, hours },
      ...{ gb: sum(({ gb }) => gb), usd: sum(({ usd }) => usd.total) },
      tooLate: rows.reduce((total, { tooLate }) => total + tooLate, 0),
    },
  };
};

const countDeletedBefore = ({ windows }: GroupToRecover, until: Timestamp): number =>
  windows.reduce(
    (total, { calls }) => total + calls.filter(({ recoverableUntil }) => recoverableUntil < until).length,
    0,
  );
