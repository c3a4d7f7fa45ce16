import { CallId, cutText, keepUnknownFields, OcpMetadata, Timestamp } from '@recordings/call-record';
import { z } from 'zod';
import type { OutcomeCode } from '../outcome-code.ts';

/** A recording in a listing, and what the listing says of its bytes. `sha256` is lower-case hex. */
export const ListedBytes = keepUnknownFields(
  z.object({
    recordingId: z.string(),
    sizeBytes: z.number().int().optional(),
    sha256: z.string().optional(),
  }),
);
export type ListedBytes = z.infer<typeof ListedBytes>;

/**
 * The result of one call of a reconciliation. It is `open` until the export or a download decides it; a decided call
 * never changes. `not-found`: the job covered the call and had no recording; `failed`: the recording was not stored.
 */
export const CallOutcome = keepUnknownFields(
  z.object({
    startedAt: Timestamp,
    endedAt: Timestamp.optional(),
    /** Its start and end are unknown; both lie between `startedAt` and `endedAt`. */
    isUncertain: z.boolean().optional(),
    outcome: z.enum(['open', 'stored', 'not-found', 'failed']),
    /** An `OutcomeCode`, the code of an error, or why a recording was rejected. */
    code: z.string().optional(),
    message: z.string().optional(),
    /** Only an answer about the call uses an attempt of the call. */
    isAboutTheCall: z.boolean().optional(),
    /** Id of its recording in the export job, from the export on. */
    recordingId: z.string().optional(),
    /** What the listing says of it. Only items of earlier versions have it. */
    declared: keepUnknownFields(
      z.object({
        sizeBytes: z.number().int().optional(),
        sha256: z.string().optional(),
        conversationId: z.string().optional(),
        startedAt: Timestamp.optional(),
        ocpMetadata: keepUnknownFields(OcpMetadata).optional(),
      }),
    ).optional(),
    /** Other recordings of the call in the listing: the downloader fetches each. */
    others: z.array(ListedBytes).readonly().optional(),
  }),
);
export type CallOutcome = z.infer<typeof CallOutcome>;

const KNOWN_FIELDS = new Set(Object.keys(CallOutcome.shape));

/** A call that is claimed again, with the fields that a newer version gave it. */
export const keepNewerFields = (claimed: CallOutcome, before: CallOutcome | undefined): CallOutcome => ({
  ...Object.fromEntries(Object.entries(before ?? {}).filter(([field]) => !KNOWN_FIELDS.has(field))),
  ...claimed,
});

export const CallOutcomes = z.record(CallId, CallOutcome);
export type CallOutcomes = z.infer<typeof CallOutcomes>;

export const callsOf = (calls: CallOutcomes): [CallId, CallOutcome][] =>
  Object.entries(calls) as [CallId, CallOutcome][];

export const listOpenCalls = (calls: CallOutcomes): CallId[] =>
  callsOf(calls)
    .filter(([, { outcome }]) => outcome === 'open')
    .map(([callId]) => callId);

/** UTF-8 bytes. The item of a window has the message of each of its calls. */
export const MAX_MESSAGE_BYTES = 500;

/** The message of an outcome, cut so that the item of its window stays small. */
export const outcomeMessage = (text: string): string => cutText(text.toWellFormed(), MAX_MESSAGE_BYTES);

/** Fails every call that is open, for a reason that is not about the calls: they use no attempt. */
export const failOpenCalls = (calls: CallOutcomes, code: OutcomeCode, reason: string): CallOutcomes => {
  const message = outcomeMessage(reason);
  return Object.fromEntries(
    callsOf(calls).map(([callId, call]): [CallId, CallOutcome] => [
      callId,
      call.outcome === 'open' ? { ...call, outcome: 'failed', code, message, isAboutTheCall: false } : call,
    ]),
  );
};
