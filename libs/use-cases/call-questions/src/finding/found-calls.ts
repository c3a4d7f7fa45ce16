import { CallList, CallSummary, Timestamp } from '@recordings/call-record';
import { z } from 'zod';

/** What is said of a call in words: see `describeCall`. */
export const Story = z.object({
  state: CallList.describe('The first of `lists`'),
  lists: z.array(CallList).readonly().describe('Every list that the call is in'),
  code: z.string().optional().describe('The code of the last outcome or rejection'),
  why: z.string().describe('Why the call is in this state'),
  since: Timestamp.describe('Since when it is'),
  next: z.string().describe('What happens next'),
});

/** A call of a list. */
export const FoundCall = CallSummary.extend(Story.shape);
export type FoundCall = z.infer<typeof FoundCall>;

/** One page of a list of calls, oldest first. */
export const FoundCalls = z.object({
  calls: z.array(FoundCall),
  unreadable: z.int().describe('Calls of this page that were left out, because their items cannot be read'),
  cursor: z
    .string()
    .optional()
    .describe('Ask with it for the next page, also if this one is empty; absent on the last page'),
});
export type FoundCalls = z.infer<typeof FoundCalls>;
