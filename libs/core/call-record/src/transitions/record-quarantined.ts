import type { QuarantinedObject } from '../call-record.ts';
import type { CdrFacts } from '../cdr/cdr-facts.ts';
import { changeRecord, type Transition } from '../change-record.ts';
import { deriveRecord } from '../derive-record.ts';
import type { CallKey } from '../ids.ts';
import { listedQuarantined } from '../listed-quarantined.ts';
import { type ChangeContext, withFacts } from './record-event.ts';

/** The whole of it stands beside the bytes; the record and its history tell it once for every upload. */
const MAX_MESSAGE_LENGTH = 500;

const shortened = (detail: string): string => detail.slice(0, MAX_MESSAGE_LENGTH).toWellFormed();

export type QuarantinedRecording = QuarantinedObject & { readonly detail: string };

/**
 * Flags a call whose bytes came and were not trusted. The bytes are kept; the call stays to be reconciled, so that
 * OCP is asked for the recording again, even if nobody expected audio of it. The same bytes again add nothing, as
 * long as they are among those that the record lists.
 */
export const recordQuarantined =
  (
    key: CallKey,
    recordingFacts: CdrFacts,
    quarantined: QuarantinedRecording,
    context: ChangeContext,
  ): Transition<'noted' | 'noted before'> =>
  (current) => {
    const { detail, ...object } = quarantined;
    const known = current?.quarantined ?? [];
    const standing = known.find((one) => one.sha256 === object.sha256);
    // Our own note, whose answer was lost: the caller may drop bytes that were noted before, never these.
    if (standing) return { result: standing.key === object.key ? 'noted' : 'noted before' };
    const told = withFacts(key, current, 'recording', recordingFacts, context);
    const after = deriveRecord(
      {
        ...told,
        audioReceived: true,
        audioReceivedAt: told.audioReceivedAt ?? context.now,
        quarantined: listedQuarantined(known, [object]),
        quarantinedCount: (told.quarantinedCount ?? known.length) + 1,
        outcome: told.s3Stored
          ? told.outcome
          : { code: object.reason, message: shortened(detail), retryable: true, at: context.now },
      },
      context,
    );
    const next = changeRecord(current, after, { at: context.now, what: 'quarantined', by: context.by });
    return { ...(next && { next }), result: 'noted' };
  };
