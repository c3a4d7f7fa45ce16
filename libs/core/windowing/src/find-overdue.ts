import { isGivenUp, shifted, type Timestamp } from '@recordings/call-record';
import type { CandidatePolicy } from './candidate-policy.ts';
import { hasEndedLongEnough } from './has-ended-long-enough.ts';
import type { PendingCall } from './pending-call.ts';

const DAY_MS = 86_400_000;

/** What should have happened to a call of the index, and did not. */
export type Overdue = {
  /** Its CDR end did not arrive in the time that the policy gives it. */
  readonly isEndMissing: boolean;
  /** Bytes of its recording arrived a day ago or earlier, and no valid recording is stored. */
  readonly isReceivedOnly: boolean;
};

/** Judges a call of the index. A call that was given up has an alarm of its own. */
export const findOverdue = (call: PendingCall, now: Timestamp, policy: CandidatePolicy): Overdue => {
  if (isGivenUp(call)) return { isEndMissing: false, isReceivedOnly: false };
  const { hasCdrEnd, isDiscovered = false, audioReceivedAt } = call;
  return {
    isEndMissing: !hasCdrEnd && !isDiscovered && hasEndedLongEnough(call, now, policy),
    isReceivedOnly: audioReceivedAt !== undefined && shifted(audioReceivedAt, DAY_MS) <= now,
  };
};
