import {
  epochMsOf,
  type GroupId,
  nextAskAfterFault,
  type RetryRule,
  type TenantId,
  timestampOf,
} from '@recordings/call-record';
import type { Lane } from '../permits/permit-desk.ts';

/** The requests to OCP that it may refuse by 401 or 403. */
export type RefusableRequest = 'createJob' | 'listJobs' | 'jobStatus' | 'jobRecordings' | 'download';

/** What a process knows of the refusals of one kind of request, for one group of a tenant. Times are epoch milliseconds. */
type Refusals = {
  /** Holds in a row. 0: too few files were refused. */
  readonly holds: number;
  readonly sinceMs: number;
  readonly untilMs: number;
  /** Ids of recordings that were refused before the first hold. */
  readonly files: readonly string[];
};

/** The refusals of one group of a tenant, by the kind of request. */
export type RefusalHold = Readonly<Partial<Record<RefusableRequest, Refusals>>>;

export const NO_REFUSALS: RefusalHold = {};

/** OCP may refuse single files, for example of one deleted case. So many in a row show that it refuses the group. */
const MANY_FILES = 3;

/** The waits of the fault schedule. */
export type RefusalRule = Pick<RetryRule, 'firstFaultDelayMs' | 'maxFaultDelayMs'>;

/** A group of the registry. */
export type RefusedGroup = { readonly tenant: TenantId; readonly name: GroupId };

export type Refusal = {
  readonly request: RefusableRequest;
  /** The recording of a download. */
  readonly recordingId?: string;
  /** When the request left. */
  readonly sentMs: number;
};

/**
 * Holds the requests of the group back after a refusal: 5 minutes, then twice as long each time, up to a day. Refusals of
 * requests that left before the hold began tell nothing new.
 */
export const addRefusal = (
  hold: RefusalHold,
  { request, recordingId, sentMs }: Refusal,
  rule: RefusalRule,
  nowMs: number,
): RefusalHold => {
  const known = hold[request] ?? { holds: 0, sinceMs: -Infinity, untilMs: nowMs, files: [] };
  if (sentMs < known.sinceMs && known.sinceMs <= nowMs) return hold;
  const files = [...new Set([...known.files, ...(recordingId === undefined ? [] : [recordingId])])];
  const isOneFile = request === 'download' && known.holds === 0 && files.length < MANY_FILES;
  if (isOneFile) return { ...hold, [request]: { ...known, files } };
  const holds = known.holds + 1;
  const untilMs = epochMsOf(nextAskAfterFault(holds, timestampOf(nowMs), rule));
  return { ...hold, [request]: { holds, sinceMs: nowMs, untilMs, files: [] } };
};

/**
 * Ends the hold of one kind of request, because OCP answered one. An accepted poll does not end that of listings, which
 * OCP may refuse all the same. A hold that ended long ago is dropped too: other processes may have tried since.
 */
export const addAcceptance = (hold: RefusalHold, request: RefusableRequest, nowMs: number): RefusalHold => {
  const { [request]: _, ...others } = hold;
  const isRecent = ({ holds, sinceMs, untilMs }: Refusals): boolean =>
    holds === 0 || nowMs - untilMs < untilMs - sinceMs;
  const known = Object.entries(others) as [RefusableRequest, Refusals][];
  return Object.fromEntries(known.filter(([, refusals]) => isRecent(refusals)));
};

/** Lets the next request of each kind leave at once, because the credentials have changed. The group still counts as refused. */
export const tryAtOnce = (hold: RefusalHold, nowMs: number): RefusalHold =>
  Object.fromEntries(
    Object.entries(hold).map(([request, { holds }]) => [
      request,
      { holds: Math.min(holds, 1), sinceMs: nowMs, untilMs: nowMs, files: [] },
    ]),
  );

/**
 * Until when no request of the lane is sent, if that is in the future. Refused files hold back only downloads. A hold that begins in
 * the future is of a clock that was ahead, and holds nothing.
 */
export const heldUntilMs = (hold: RefusalHold, lane: Lane, nowMs: number): number | undefined => {
  const holding = Object.entries(hold).filter(([request]) => lane === 'download' || request !== 'download');
  const ends = holding.map(([, { holds, sinceMs, untilMs }]) =>
    holds > 0 && sinceMs <= nowMs ? untilMs : -Infinity,
  );
  const untilMs = Math.max(...ends);
  return untilMs > nowMs ? untilMs : undefined;
};

/** Holds in a row of the kind of request that was refused most often. */
export const countHolds = (hold: RefusalHold): number =>
  Math.max(0, ...Object.values(hold).map(({ holds }) => holds));
