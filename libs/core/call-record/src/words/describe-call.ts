import { type CallList, type CallSummary, listsOf } from '../call-summary.ts';
import type { Timestamp } from '../timestamp.ts';
import { type StoryContext, sayNext } from './say-next.ts';

/** The state of a call in words. Every sentence is for a person; `code` is for programs. */
export type CallStory = {
  /** The first of its lists. `quarantined` only if the rejected bytes name no call. */
  readonly state: CallList;
  readonly lists: readonly CallList[];
  /** The code of the outcome, or of the last rejection. */
  readonly code?: string;
  readonly why: string;
  readonly since: Timestamp;
  readonly next: string;
};

/** Says of a call in which state it is, why, since when, and what happens next. */
export const describeCall = (call: CallSummary, context: StoryContext): CallStory => {
  const lists = listsOf(call);
  const state = lists[0] ?? 'missing';
  return { state, lists, ...explainState(call, state), next: sayNext(call, state, context) };
};

const explainState = (call: CallSummary, state: CallList): Pick<CallStory, 'code' | 'why' | 'since'> => {
  const { outcome, lastQuarantined, s3StoredAt, createdAt } = call;
  switch (state) {
    case 'stored':
      return { why: sayHowStored(call), since: s3StoredAt ?? createdAt };
    case 'quarantined':
      return {
        code: lastQuarantined?.reason,
        why: 'rejected bytes came that name no call',
        since: lastQuarantined?.at ?? createdAt,
      };
    case 'explained':
    case 'given-up':
    case 'missing':
      if (outcome) return { code: outcome.code, why: outcome.message, since: outcome.at };
      return call.hasCdrEnd
        ? {
            why: 'the call has ended, and its recording has not arrived',
            since: call.cdrEndReceivedAt ?? createdAt,
          }
        : { why: 'no end event of the call has come, and no recording', since: createdAt };
    default:
      return state satisfies never;
  }
};

const sayHowStored = ({ ingestionSource }: CallSummary): string =>
  ingestionSource === 'RECONCILIATION'
    ? 'its recording was downloaded from OCP and stored'
    : 'its recording was pushed by OCP and stored';
