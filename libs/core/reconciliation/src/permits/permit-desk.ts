import type { ClaimRequest } from '../budget/claim-departures.ts';

/** `control`: creates, polls and listings. They go before downloads. */
export type Lane = 'control' | 'download';

/** A request that waits for a departure. */
export type Waiting = {
  readonly id: number;
  readonly lane: Lane;
  readonly group: string;
  /** Epoch milliseconds. */
  readonly sinceMs: number;
};

/** The requests of one process that wait for a departure, and the departures that it has claimed. */
export type PermitDesk = {
  /** In the order of arrival. */
  readonly waiting: readonly Waiting[];
  /** Still to come, in the order of time. */
  readonly departuresMs: readonly number[];
  readonly isClaiming: boolean;
  /** No claim for a lane before this time. */
  readonly notBeforeMs: Readonly<Record<Lane, number>>;
  /** How long before its first departure a claim has to be made, because writing it takes long. */
  readonly leadMs: number;
  /** The departure of the last download of each group. */
  readonly releasedMs: Readonly<Record<string, number>>;
  readonly failures: number;
  /** The breaker is open: requests are refused until then. */
  readonly refuseUntilMs: number;
  /** The time of the last event. */
  readonly seenMs: number;
};

export type PermitEvent =
  | ({ readonly type: 'requested' } & Waiting)
  /** The caller gave up. */
  | { readonly type: 'withdrawn'; readonly id: number }
  /** A request that was released will not be sent. */
  | { readonly type: 'returned'; readonly departureMs: number }
  /** The claim was written, `tookMs` after it was decided. `isPartial`: there was room for a part of it. */
  | {
      readonly type: 'claimed';
      readonly departuresMs: readonly number[];
      readonly isPartial: boolean;
      /** The departure is for one request, which tries whether OCP is back. */
      readonly isTrial: boolean;
      readonly tookMs: number;
      readonly random: number;
    }
  /** There is no room for the first request of a claim, which is of this lane. `random` is from 0 to 1. */
  | { readonly type: 'full'; readonly lane: Lane; readonly waitMs: number; readonly random: number }
  /** Another worker wrote the budget meanwhile. */
  | { readonly type: 'lost'; readonly lane: Lane; readonly random: number }
  /** The budget could not be read or written. */
  | {
      readonly type: 'failed';
      readonly error: unknown;
      readonly isTransient: boolean;
      readonly random: number;
    }
  /** The breaker is open until then. `endsClaim`: this is the answer to a claim. */
  | { readonly type: 'opened'; readonly untilMs: number; readonly endsClaim: boolean }
  | { readonly type: 'woken' };

export type PermitCommand =
  | ({ readonly type: 'claim' } & ClaimRequest)
  | { readonly type: 'release'; readonly waiting: Waiting; readonly departureMs: number }
  /** The departure passed before a request could use it. It counts as used. */
  | { readonly type: 'forfeit'; readonly reason: 'missed' | 'unused' }
  | { readonly type: 'reject'; readonly id: number; readonly error: unknown }
  /** Feed `woken` at this time, in place of an earlier `wake`. */
  | { readonly type: 'wake'; readonly atMs: number };

export const EMPTY_DESK: PermitDesk = {
  waiting: [],
  departuresMs: [],
  isClaiming: false,
  notBeforeMs: { control: 0, download: 0 },
  leadMs: 0,
  releasedMs: {},
  failures: 0,
  refuseUntilMs: 0,
  seenMs: 0,
};
