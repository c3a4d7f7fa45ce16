import type { CallList, CallSummary } from '../call-summary.ts';
import { isHeld, isRetryDue } from '../held.ts';
import type { Timestamp } from '../timestamp.ts';

export type StoryContext = {
  readonly now: Timestamp;
  /** Whether the registry has the call's group, under the call's tenant. Without it OCP is not asked for the call. */
  readonly isGroupKnown: boolean;
};

/** What happens next with a call, without anyone's help. */
export const sayNext = (call: CallSummary, state: CallList, context: StoryContext): string => {
  switch (state) {
    case 'stored':
      return 'Nothing more. A stored recording is never replaced.';
    case 'explained':
      return 'Nothing is planned. A later event, a listing that names the call, or bytes of it would reopen it.';
    case 'given-up':
      return 'OCP is not asked again. A push, a listing that names the call, or a later deadline still recovers it.';
    case 'quarantined':
      return 'The bytes stay in quarantine until a person finds out which call they belong to.';
    case 'missing':
      return `${sayNextOfMissing(call, context)} OCP keeps the recording until ${call.recoverableUntil}.`;
    default:
      return state satisfies never;
  }
};

const sayNextOfMissing = (call: CallSummary, context: StoryContext): string => {
  const { reconciliationStatus, reconciliationId, nextReconciliationAt, recoverableUntil } = call;
  if (isHeld(call)) {
    return reconciliationStatus === 'queued'
      ? `It is in window ${reconciliationId}, which waits for an export job of OCP.`
      : `Window ${reconciliationId} is recovering it.`;
  }
  if (recoverableUntil <= context.now)
    return 'The next run of the pooler gives it up, unless a push comes first.';
  if (!context.isGroupKnown) {
    return 'OCP is not asked for it, because the registry lacks its group. A push still stores it.';
  }
  if (!isRetryDue(call, context.now)) {
    return `The first run of the pooler after ${nextReconciliationAt} asks OCP again, unless a push comes first.`;
  }
  if (!call.hasCdrEnd && call.lastReconciliationAt === undefined) {
    return 'We wait for its end event and its push. If they do not come, a run of the pooler asks OCP for it.';
  }
  return 'A next run of the pooler asks OCP for it, unless a push comes first.';
};
