import { epochMsOf, shifted, type Timestamp } from './timestamp.ts';

/** When OCP is asked again for a call. All in milliseconds, but `maxAttempts`. */
export type RetryRule = {
  /** Prompt attempts: answers about the call that are at most a day apart. The daily schedule follows. */
  readonly maxAttempts: number;
  /** Wait after the first answer about the call. It doubles with each further prompt attempt, up to `dailyDelayMs`. */
  readonly retryDelayMs: number;
  /** Wait after the first fault, as an outage. It doubles with each further fault. */
  readonly firstFaultDelayMs: number;
  /** Longest wait after a fault. */
  readonly maxFaultDelayMs: number;
  /** One day of the daily schedule. Only local stacks, where a day plays in seconds, shorten it. */
  readonly dailyDelayMs: number;
};

/** Days between the asks of the daily schedule. The last one repeats. */
const DAILY_WAITS = [1, 2, 4, 8, 16] as const;

/**
 * When OCP is asked for a call after an answer about it. The waits of prompt attempts are as short before a deadline as those
 * after faults. The last planned ask is one day before the deadline. From then on the call waits for its deadline.
 *
 * @param attempts used so far, this one included.
 */
export const nextAskAfterAnswer = (
  attempts: number,
  deadline: Timestamp,
  now: Timestamp,
  rule: RetryRule,
): Timestamp => {
  if (attempts < rule.maxAttempts) {
    return waitInTime(doubled(rule.retryDelayMs, attempts, rule.dailyDelayMs), deadline, now, rule);
  }
  const days = DAILY_WAITS[Math.min(attempts - rule.maxAttempts, DAILY_WAITS.length - 1)] ?? 1;
  const next = shifted(now, days * rule.dailyDelayMs);
  const last = shifted(deadline, -rule.dailyDelayMs);
  if (next <= last) return next;
  return last > now ? last : deadline;
};

/**
 * When OCP is asked again after a fault, which says nothing about the call. Before a deadline a wait is at most a quarter
 * of the time that is left, but at least the first wait: the pooler gives a call up some hours before its deadline.
 *
 * @param faults in a row so far, this one included.
 */
export const nextAskAfterFault = (
  faults: number,
  now: Timestamp,
  rule: Pick<RetryRule, 'firstFaultDelayMs' | 'maxFaultDelayMs'>,
  deadline?: Timestamp,
): Timestamp => {
  const waitMs = doubled(rule.firstFaultDelayMs, faults, rule.maxFaultDelayMs);
  if (deadline === undefined || deadline <= now) return shifted(now, waitMs);
  return waitInTime(waitMs, deadline, now, rule);
};

const waitInTime = (
  waitMs: number,
  deadline: Timestamp,
  now: Timestamp,
  { firstFaultDelayMs }: Pick<RetryRule, 'firstFaultDelayMs'>,
): Timestamp => {
  const longestMs = Math.floor((epochMsOf(deadline) - epochMsOf(now)) / 4);
  return shifted(now, Math.min(waitMs, Math.max(longestMs, firstFaultDelayMs)));
};

const doubled = (firstMs: number, count: number, maxMs: number): number =>
  Math.min(firstMs * 2 ** (count - 1), maxMs);

/**
 * Whether an export that was made for other calls replaces the next ask for this one. In the first half of the wait it
 * does not: many exports of one hour in a row would else use up the whole schedule within that hour.
 *
 * @param askedAt when that export was asked for.
 */
export const replacesNextAsk = (
  { lastReconciliationAt, nextReconciliationAt }: AskTimes,
  askedAt: Timestamp,
): boolean => {
  if (lastReconciliationAt === undefined || nextReconciliationAt === undefined) return true;
  const waitMs = epochMsOf(nextReconciliationAt) - epochMsOf(lastReconciliationAt);
  return askedAt > lastReconciliationAt && epochMsOf(askedAt) >= epochMsOf(lastReconciliationAt) + waitMs / 2;
};

type AskTimes = { readonly lastReconciliationAt?: Timestamp; readonly nextReconciliationAt?: Timestamp };
