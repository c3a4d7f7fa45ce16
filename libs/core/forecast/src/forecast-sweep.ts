import { epochMsOf, shifted, type Timestamp } from '@recordings/call-record';
import { usualSpacingMs } from '@recordings/reconciliation';
import type { ForecastAssumptions } from './forecast-input.ts';
import { rounded, sum } from './numbers.ts';
import { priceOf } from './price-of.ts';
import type { SweepForecast, SweepForecastInput, SweepRequests } from './sweep-forecast.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** OCP records 8 kHz, 16 bits, mono. */
const GB_OF_MINUTE = (16_000 * 60) / 1e9;

/** A group has one sweep at a time, and each run of the pooler starts one. Minutes between two runs. */
const RUN_MINUTES = 15;

/**
 * Forecasts a sweep: one export job for each range, the oldest first. Calls spread evenly over the ranges. The last range is
 * downloaded when the requests of all are sent.
 */
export const forecastSweep = (input: SweepForecastInput): SweepForecast => {
  const { ranges, now, calls, missing, assumptions } = input;
  const requests = requestsOf(input);
  const budgetHours = (requests.total * usualSpacingMs(assumptions.budget)) / HOUR_MS;
  const hours = Math.max(budgetHours, (ranges.length * RUN_MINUTES * MINUTE_MS) / HOUR_MS);
  const gb = missing * assumptions.callMinutes * GB_OF_MINUTE;
  return {
    ...{ now, calls, missing, jobs: ranges.length, requests },
    hours: rounded(hours),
    gb: rounded(gb),
    tooLate: Math.round(countTooLate(input, hours)),
    usd: priceOf({ calls: missing, windows: ranges.length, gb }),
    runMinutes: RUN_MINUTES,
  };
};

const pagesOf = (rows: number, { recordingsPerPage }: ForecastAssumptions): number =>
  Math.max(1, Math.ceil(rows / recordingsPerPage));

const requestsOf = ({ ranges, calls, missing, hasCdrs, assumptions }: SweepForecastInput): SweepRequests => {
  const create = ranges.length;
  const poll = create * assumptions.pollsPerJob;
  const list = ranges.length * pagesOf(calls / Math.max(1, ranges.length), assumptions);
  // The pages that have the CDRs are requested for them once more.
  const cdrs = hasCdrs ? list : 0;
  return { create, poll, list, cdrs, download: missing, total: create + poll + list + cdrs + missing };
};

/** The missing calls that OCP deletes before their range is done, one range after the other. */
const countTooLate = ({ ranges, now, missing, retentionMs }: SweepForecastInput, hours: number): number => {
  const lengths = ranges.map(({ fromDate, toDate }) => epochMsOf(toDate) - epochMsOf(fromDate));
  const total = sum(lengths);
  return sum(
    ranges.map(({ fromDate }, at) => {
      const doneAt = shifted(now, (hours * HOUR_MS * (at + 1)) / ranges.length);
      return (missing / total) * deletedMs(fromDate, lengths[at]!, shifted(doneAt, -retentionMs));
    }),
  );
};

/** How much of a range is older than what OCP still has. */
const deletedMs = (fromDate: Timestamp, lengthMs: number, oldest: Timestamp): number =>
  Math.min(lengthMs, Math.max(0, epochMsOf(oldest) - epochMsOf(fromDate)));
