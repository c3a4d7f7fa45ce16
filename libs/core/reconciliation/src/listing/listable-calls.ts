import type { CallId, Timestamp } from '@recordings/call-record';
import type { CallTime } from './list-covered-calls.ts';

/** A call that is not stored and whose prompt attempts are used: OCP is asked for it by the daily schedule. */
export type DailyCall = CallTime & {
  readonly lastReconciliationAt?: Timestamp;
  readonly nextReconciliationAt?: Timestamp;
};

/** Calls of a range, by the index, that a listing of the range is compared with. */
export type ListableCalls = {
  readonly stored: ReadonlyMap<CallId, CallTime>;
  readonly daily: ReadonlyMap<CallId, DailyCall>;
};
