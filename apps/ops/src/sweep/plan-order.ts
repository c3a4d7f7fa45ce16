import {
  exportsCdrs,
  laterOf,
  type RegistryGroup,
  retentionMsOf,
  shifted,
  type Timestamp,
} from '@recordings/call-record';
import { forecastSweep, type SweepForecast, USUAL_ASSUMPTIONS } from '@recordings/forecast';
import { cutSweepRanges, type SweepRange } from '@recordings/reconciliation';
import { WrongArgumentError } from '../output/wrong-argument.ts';
import type { Platform } from '../platform.ts';
import { type ExpectedCalls, expectCalls } from './expected-calls.ts';

export type PlannedOrder = {
  readonly range: SweepRange;
  /** When the last of it can be swept. */
  readonly readyAt: Timestamp;
  readonly hasCdrs: boolean;
  readonly expected: ExpectedCalls;
  readonly forecast: SweepForecast;
};

const HOUR_MS = 3_600_000;

/** What a sweep of a range needs. @throws {WrongArgumentError} for a range that OCP has deleted, or that is empty. */
export const planOrder = async (
  platform: Platform,
  group: RegistryGroup,
  asked: SweepRange,
  now: Timestamp,
  calls?: number,
): Promise<PlannedOrder> => {
  const { config } = platform;
  const retentionMs = retentionMsOf(group);
  const kept = laterOf(asked.fromDate, shifted(now, config.EXPIRY_MARGIN_HOURS * HOUR_MS - retentionMs));
  const { toDate } = asked;
  if (asked.fromDate >= toDate) throw new WrongArgumentError('--from must be before --to');
  if (toDate > now) throw new WrongArgumentError(`--to is ${toDate}; expected a time that has passed`);
  if (kept >= toDate)
    throw new WrongArgumentError(`--to is ${toDate}; OCP has deleted what is older than ${kept}`);
  const ranges = cutSweepRanges({ fromDate: kept, toDate }, group.exportConstraints);
  const range = { fromDate: ranges[0]!.fromDate, toDate: ranges.at(-1)!.toDate };
  const expected = await expectCalls(platform, group, range, now, calls);
  const hasCdrs = exportsCdrs(group.exportApi);
  const missing = Math.max(0, expected.calls - expected.stored);
  const assumptions = { ...USUAL_ASSUMPTIONS, budget: budgetOf(config) };
  return {
    ...{ range, hasCdrs, expected },
    readyAt: shifted(range.toDate, config.SWEEP_SETTLE_HOURS * HOUR_MS),
    forecast: forecastSweep({
      ...{ ranges, hasCdrs, retentionMs, now, assumptions, missing },
      calls: expected.calls,
    }),
  };
};

const budgetOf = (config: Platform['config']) => ({
  maxRequests: config.OCP_MAX_REQUESTS,
  periodMs: config.OCP_REQUEST_PERIOD_SECONDS * 1_000,
  slackMs: config.OCP_CLOCK_SLACK_MS,
});
