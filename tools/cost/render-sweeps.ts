import { Timestamp } from '@recordings/call-record';
import { forecastSweep, HOURS_OF_MONTH, USUAL_ASSUMPTIONS } from '@recordings/forecast';

const CALLS_OF_A_DAY = [500, 5_000];
const DAY_MS = 86_400_000;
const DAY = {
  fromDate: Timestamp.parse('2026-01-14T00:00:00.000Z'),
  toDate: Timestamp.parse('2026-01-15T00:00:00.000Z'),
};

/** The sweep of one group and day, all calls of which are stored. */
const sweepOf = (calls: number) =>
  forecastSweep({
    ...{ ranges: [DAY], calls, missing: 0, hasCdrs: true, assumptions: USUAL_ASSUMPTIONS },
    retentionMs: 60 * DAY_MS,
    now: Timestamp.parse('2026-01-16T02:00:00.000Z'),
  });

/** What the comparison with what OCP lists costs when nothing is missing. */
export const renderSweeps = (): string[] => {
  const { usd } = sweepOf(0);
  const month = (usd.total * HOURS_OF_MONTH) / 24;
  return [
    '## Sweeps',
    '',
    'Each group is compared with what OCP lists: one export job and listing for a group and day, and nothing to download if nothing is',
    `missing. On AWS that is a window without calls, by the two counted sizes of windows: about ${month.toPrecision(2)} US dollars a month for a group, beside the recording of CDRs`,
    'that tell something new. Requests to OCP for a group and day, with pages of',
    `${USUAL_ASSUMPTIONS.recordingsPerPage} rows, if OCP exports CDRs (else without those):`,
    '',
    '| calls of the group a day | create | poll | pages of recordings | pages for CDRs | all |',
    '|---:|---:|---:|---:|---:|---:|',
    ...CALLS_OF_A_DAY.map((calls) => {
      const { create, poll, list, cdrs, total } = sweepOf(calls).requests;
      return `| ${calls} | ${[create, poll, list, cdrs, total].join(' | ')} |`;
    }),
    '',
  ];
};
