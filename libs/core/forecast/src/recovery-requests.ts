import { type CountedRequests, LARGE_WINDOW, SMALL_WINDOW, USUAL_WINDOW } from './counted-requests.ts';
import { type Counts, isSns, LOG_BYTES, READ_UNITS, sumOf } from './request-kinds.ts';

/** Of the published messages: a window goes to the workers, to analytics and to the audit; a stored recording to the audit. */
const COPIES = { window: 3, stored: 1 } as const;

/** Any query takes at least half a read unit, which the emulator does not count. */
export const withQueries = (counts: Counts): Counts => ({
  ...counts,
  [READ_UNITS]: (counts[READ_UNITS] ?? 0) + (counts['DynamoDB Query'] ?? 0) / 2,
});

/** Each message that is deleted was received, and SNS sends copies of what is published. @param calls whose requests these are. */
export const withMessages = (counts: Counts, calls: number): Counts => ({
  ...withQueries(counts),
  'SQS ReceiveMessage': counts['SQS DeleteMessage'] ?? 0,
  'SQS copies from SNS': (sumOf(counts, isSns) - calls) * COPIES.window + calls * COPIES.stored,
});

/**
 * What the services request of AWS for the recovery of so many calls in so many windows, without the events of the calls. The
 * calls of a window share the requests of the window and its export job, which two counted sizes of windows tell.
 */
export const recoveryRequests = (
  { calls, windows }: { readonly calls: number; readonly windows: number },
  { recovery, recoveredInSmallWindow: small, recoveredInLargeWindow: large }: CountedRequests,
): Counts => {
  const perWindow = (kind: string): number =>
    Math.max(0, ((small[kind] ?? 0) - (large[kind] ?? 0)) / (1 / SMALL_WINDOW - 1 / LARGE_WINDOW));
  const total = (kind: string, perUsualCall: number): number =>
    calls * Math.max(0, perUsualCall - perWindow(kind) / USUAL_WINDOW) + windows * perWindow(kind);
  const requests = Object.entries(recovery).filter(([kind]) => kind !== LOG_BYTES);
  return withMessages(Object.fromEntries(requests.map(([kind, n]) => [kind, total(kind, n)])), calls);
};
