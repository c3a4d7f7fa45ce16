import type { RegistryGroup, Timestamp } from '@recordings/call-record';
import { shortTime } from '../output/short-time.ts';
import type { ExpectedCalls } from './expected-calls.ts';
import type { PlannedOrder } from './plan-order.ts';

/** What a sweep would do and need, in lines. */
export const renderOrder = (
  { name, tenant }: RegistryGroup,
  { range, readyAt, hasCdrs, expected, forecast }: PlannedOrder,
  now: Timestamp,
): string => {
  const { jobs, requests, hours, gb, tooLate, usd, missing } = forecast;
  const { create, poll, list, cdrs, download, total } = requests;
  const line = (amount: number, text: string): string => `${String(amount).padStart(9)}  ${text}`;
  return [
    `Sweep of ${name} (${tenant}) from ${shortTime(range.fromDate)} to ${shortTime(range.toDate)}:`,
    line(jobs, 'export jobs, one after the other, the oldest range first'),
    line(total, 'requests to OCP at least:'),
    `           ${create} to create, ${poll} to poll, ${list} listings, ${cdrs} for CDRs, ${download} downloads`,
    line(expected.calls, `calls with a recording are expected there: ${saySource(expected)}`),
    line(missing, 'of them are not stored'),
    line(hours, 'hours at least'),
    line(gb, 'GB to download'),
    line(usd.total, 'US dollars on AWS, storage of the first month included'),
    line(tooLate, 'calls that OCP deletes before they are reached'),
    ...(hasCdrs
      ? []
      : [
          'This OCP exports no CDRs: calls are known by their recordings, and those without one stay unknown.',
        ]),
    ...(readyAt > now
      ? [`OCP may still push calls of it: the last of it is swept from ${shortTime(readyAt)} on.`]
      : []),
  ].join('\n');
};

const saySource = ({ by, stored }: ExpectedCalls): string => {
  switch (by) {
    case 'records':
      return `as many as we have records of; ${stored} are stored`;
    case 'last week':
      return `as many an hour as in the last week; ${stored} are stored. --calls says it better`;
    case 'option':
      return `as --calls says; ${stored} are stored`;
    default:
      return by satisfies never;
  }
};
