import {
  type CallKey,
  type CallRecord,
  CallSummary,
  describeCall,
  type Registry,
  Timestamp,
  tellHistory,
} from '@recordings/call-record';
import { z } from 'zod';
import { Story } from './finding/found-calls.ts';
import { isGroupKnown } from './is-group-known.ts';

export type TellCallDeps = {
  /** A strong read of the record of a call. */
  readonly getCall: (key: CallKey) => Promise<CallRecord | undefined>;
  readonly registry: Pick<Registry, 'findGroup'>;
  readonly now: () => Timestamp;
};

/** What the answer has beside the record of a call. */
export const CallStoryAndTimeline = z.object({
  status: Story.describe('The call’s state, why, since when, and what happens next'),
  timeline: z
    .array(
      z.object({
        at: Timestamp,
        by: z.string().describe('The service that made the change'),
        event: z.string().describe('The name of the entry in the history'),
        what: z.string().describe('What happened, in words'),
      }),
    )
    .describe('The history in words'),
});

export type ToldCall = z.infer<typeof CallStoryAndTimeline> & { readonly record: CallRecord };

/** Makes the function that tells everything about one call. @returns undefined if the call has no record. */
export const makeTellCall =
  ({ getCall, registry, now }: TellCallDeps) =>
  async (key: CallKey): Promise<ToldCall | undefined> => {
    const record = await getCall(key);
    if (!record) return undefined;
    const context = { now: now(), isGroupKnown: isGroupKnown(registry, record) };
    const status = describeCall(CallSummary.parse(record), context);
    return { record, status, timeline: tellHistory(record) };
  };
