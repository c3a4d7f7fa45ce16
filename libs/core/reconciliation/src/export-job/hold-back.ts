import {
  earlierOf,
  laterOf,
  nextAskAfterFault,
  type RetryRule,
  shifted,
  type Timestamp,
} from '@recordings/call-record';
import type { TenantShare } from './export-group.ts';
import type { ExportJob } from './export-job.ts';

/** Whatever the schedule says: a worker starts the next job of a free slot at once. */
const SHORTEST_HOLD_MS = 1_000;

/** The last planned ask for a call is a day before its deadline. In an outage its group is tried a few times in that day. */
export const LONGEST_HOLD_MS = 6 * 3_600_000;

/** Why and how long the exports of a tenant wait. All absent while its jobs succeed. */
export type Hold = Pick<TenantShare, 'failures' | 'heldUntil' | 'refusedCredentials'>;

export type EndContext = {
  readonly now: Timestamp;
  readonly rule: Pick<RetryRule, 'firstFaultDelayMs' | 'maxFaultDelayMs'>;
  /** A mark of the credentials that the job used. */
  readonly credentials: string;
};

/**
 * - `free`: it exports.
 * - `held`: it waits.
 * - `trial`: it exports one job, whose end decides.
 */
export type HoldVerdict = 'free' | 'held' | 'trial';

/** @param credentials a mark of the tenant's credentials now: corrected ones are tried at once. */
export const judgeHold = (hold: Hold | undefined, credentials: string, now: Timestamp): HoldVerdict => {
  if (hold?.heldUntil === undefined) return 'free';
  const { heldUntil, refusedCredentials = credentials } = hold;
  return heldUntil > now && refusedCredentials === credentials ? 'held' : 'trial';
};

/**
 * How the exports of a tenant go on after a job. While OCP fails for this group only, each job fails, and the next window
 * would be exported at once: 5 minutes after the first failed job, 10 after the second, and so on, up to 6 hours, or a
 * day while OCP refuses the credentials. A success ends that.
 *
 * What fails may be the window. Its calls wait by the same schedule, so the tenant waits one step less: other windows have
 * their turn before those calls are due again, unless their deadline is near.
 */
export const nextHold = (
  hold: Hold | undefined,
  ended: ExportJob,
  { now, rule, credentials }: EndContext,
): Hold => {
  if (ended.phase === 'exported') return {};
  // Other jobs of the group that were running when it was held back tell nothing new.
  if (isSplitNext(ended) || isTooEarly(ended) || judgeHold(hold, credentials, now) === 'held')
    return keepHold(hold);
  const failures = (isAccepted(hold, ended) ? 0 : (hold?.failures ?? 0)) + 1;
  const step = isAboutTheWindow(ended) ? failures - 1 : failures;
  if (step === 0) return { failures };
  // Any other intended job ends by `create-refused` only.
  const isRefused = ended.phase === 'intended';
  const next = nextAskAfterFault(step, now, rule);
  const latest = isRefused ? next : earlierOf(next, shifted(now, LONGEST_HOLD_MS));
  const heldUntil = laterOf(latest, shifted(now, SHORTEST_HOLD_MS));
  return { failures, heldUntil, ...(isRefused && { refusedCredentials: credentials }) };
};

const keepHold = ({ failures, heldUntil, refusedCredentials }: Hold = {}): Hold => ({
  ...(failures !== undefined && { failures }),
  ...(heldUntil !== undefined && { heldUntil }),
  ...(refusedCredentials !== undefined && { refusedCredentials }),
});

/** Nothing was sent, so it says nothing about OCP. */
const isTooEarly = (ended: ExportJob): boolean => ended.phase === 'intended' && ended.isTooEarly === true;

/** OCP has accepted the credentials that it refused: what fails now is a new fault, with waits of its own. */
const isAccepted = (hold: Hold | undefined, ended: ExportJob): boolean =>
  hold?.refusedCredentials !== undefined && isAboutTheWindow(ended);

const isAboutTheWindow = (ended: ExportJob): boolean => ended.phase === 'failed' && ended.isAboutTheJob;

/** The next job serves half of its windows: a few of them may be what fails. */
const isSplitNext = (ended: ExportJob): boolean =>
  isAboutTheWindow(ended) && ended.reconciliationIds.length > 1;
