import type { QuarantinedObject } from '../call-record.ts';
import type { CdrFacts } from '../cdr/cdr-facts.ts';
import type { ChangeContext } from '../change-context.ts';
import { changeTo, type Transition } from '../change-record.ts';
import { deriveRecord } from '../derive-record.ts';
import type { CallKey } from '../ids.ts';
import { listQuarantined } from '../list-quarantined.ts';
import { addFacts } from './record-event.ts';

/** Characters. The quarantine holds the whole detail; record and history repeat it for every upload. */
const MAX_MESSAGE_LENGTH = 500;

const shorten = (detail: string): string => detail.slice(0, MAX_MESSAGE_LENGTH).toWellFormed();

/** `detail` says what is wrong with the bytes; it becomes the message of the call's outcome. */
export type QuarantinedRecording = QuarantinedObject & { readonly detail: string };

/**
 * Records bytes of the call that were rejected and are kept in quarantine. The call becomes pending, also if no audio
 * was expected of it: the bytes show that OCP has a recording, so OCP is asked for it again. Bytes that the record
 * already lists change nothing but their key: the given one replaces another one.
 */
export const recordQuarantined =
  (
    key: CallKey,
    recordingFacts: CdrFacts,
    quarantined: QuarantinedRecording,
    context: ChangeContext,
  ): Transition<undefined> =>
  (current) => {
    const { detail, ...object } = quarantined;
    const known = current?.quarantined ?? [];
    const listed = known.find((one) => one.sha256 === object.sha256);
    if (current && listed) {
      const quarantined =
        listed.key === object.key ? known : listQuarantined(known, [{ ...listed, key: object.key }]);
      return changeTo(current, { ...current, quarantined }, 'quarantined', context, undefined);
    }
    const record = addFacts(key, current, 'recording', recordingFacts, context);
    const after = deriveRecord(
      {
        ...record,
        audioReceived: true,
        audioReceivedAt: record.audioReceivedAt ?? context.now,
        quarantined: listQuarantined(known, [object]),
        quarantinedCount: (record.quarantinedCount ?? known.length) + 1,
        outcome: record.s3Stored
          ? record.outcome
          : { code: object.reason, message: shorten(detail), retryable: true, at: context.now },
      },
      context,
    );
    return changeTo(current, after, 'quarantined', context, undefined);
  };
