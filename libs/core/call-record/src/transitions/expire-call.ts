import type { CallRecord } from '../call-record.ts';
import type { ChangeContext } from '../change-context.ts';
import { changeTo, type Transition } from '../change-record.ts';
import { deriveRecord } from '../derive-record.ts';
import { groupVersionOf } from '../group-version.ts';
import { isGivenUp } from '../held.ts';
import type { ReconciliationId } from '../ids.ts';
import { RETENTION_EXPIRED } from '../outcome-codes.ts';
import { reopenRecord } from '../reopen-record.ts';
import { shifted } from '../timestamp.ts';
import { giveUpCall } from './give-up-call.ts';

export type ExpiryRule = {
  /** OCP deletes the recording within this time: an export could not finish. */
  readonly marginMs: number;
  /** Answers about a call after which its last answer, and not our delay, is why it is given up. */
  readonly promptAttempts: number;
};

export type Expiry =
  /** `code` of the outcome. */
  | { readonly kind: 'given up'; readonly code: string }
  /** `over`: the call is stored, explained, absent, or given up and its deadline has passed. */
  | { readonly kind: 'held' | 'over' | 'not expired' | 'reopened' };

/**
 * Gives up a call whose recording OCP deletes within `marginMs`. The deadline is derived again first. If the registry
 * or the call's start now gives a later one, the call stays pending with that deadline, or is reopened if it had been
 * given up.
 *
 * @param deadHolder a holder that the caller found closed, absent or past its lease.
 */
export const expireCall =
  (rule: ExpiryRule, context: ChangeContext, deadHolder?: ReconciliationId): Transition<Expiry> =>
  (current) => {
    if (!current || current.reconciliationShard === undefined) return { result: { kind: 'over' } };
    const after = deriveRecord(current, context);
    const isExpired = shifted(after.recoverableUntil, -rule.marginMs) <= context.now;
    if (isGivenUp(current)) {
      // Long after its deadline it leaves the index.
      if (isExpired) return changeTo(current, after, 'closed', context, { kind: 'over' });
      const reopened = deriveRecord(reopenRecord(after), context);
      return changeTo(current, reopened, 'reopened', context, { kind: 'reopened' });
    }
    if (!isExpired) return changeTo(current, after, 'not expired', context, { kind: 'not expired' });
    const reason = reasonOf(after, rule, context);
    const { next, result } = giveUpCall(reason, context, deadHolder)(current);
    return {
      ...(next && { next }),
      result: result === 'given up' ? { kind: result, code: reason.code } : { kind: result },
    };
  };

/** Counted up when another rule than the group's retention, a listing or a person decides how long OCP keeps a recording. */
const RETENTION_RULES_VERSION = 1;

const reasonOf = (
  { outcome, recoverableUntil, ...record }: CallRecord,
  rule: ExpiryRule,
  { group }: ChangeContext,
) => {
  const until = `OCP keeps the recording until ${recoverableUntil} only`;
  const wasAnswered =
    record.reconciliationStatus === 'failed' && record.reconciliationAttempts >= rule.promptAttempts;
  if (wasAnswered && outcome) {
    const { code, message, evidence } = outcome;
    return { code, message: `${message}; ${until}`, ...(evidence && { evidence }) };
  }
  const groupVersion = group && { groupVersion: groupVersionOf(group) };
  const evidence = { rule: 'retention', rulesVersion: RETENTION_RULES_VERSION, ...groupVersion };
  return { code: RETENTION_EXPIRED, message: until, evidence };
};
