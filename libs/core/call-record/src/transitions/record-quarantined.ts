import { isDeepStrictEqual } from 'node:util';
import type { QuarantinedObject } from '../call-record.ts';
import type { CdrFacts } from '../cdr/cdr-facts.ts';
import type { ChangeContext } from '../change-context.ts';
import { changeTo, type Transition } from '../change-record.ts';
import { deriveRecord } from '../derive-record.ts';
import type { Evidence } from '../evidence.ts';
import type { CallKey } from '../ids.ts';
import { addDownload, judgeAnew, listQuarantined } from '../list-quarantined.ts';
import { resetAttempts } from '../reopen-record.ts';
import { addFacts } from './record-event.ts';

/** Characters. The quarantine holds the whole detail; record and history repeat it for every upload. */
const MAX_MESSAGE_LENGTH = 500;

const shorten = (detail: string): string => detail.slice(0, MAX_MESSAGE_LENGTH).toWellFormed();

const evidenceOf = ({ sha256, rulesVersion, downloadedFrom }: QuarantinedObject): Evidence => {
  const exportJobId = downloadedFrom?.at(-1);
  return {
    sha256,
    ...(rulesVersion !== undefined && { rulesVersion }),
    ...(exportJobId !== undefined && { exportJobId }),
  };
};

/** `detail` says what is wrong with the bytes; it becomes the message of the call's outcome. */
export type QuarantinedRecording = QuarantinedObject & { readonly detail: string };

/**
 * Records bytes of the call that were rejected and are kept in quarantine. New bytes prove that OCP has a recording: the
 * call gets all its attempts again, also if it was given up or explained. Bytes that the record already lists change
 * only their key, from which jobs they were downloaded, and the verdict if newer rules gave it.
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
      const again = judgeAnew({ ...addDownload(listed, object), key: object.key }, object);
      if (isDeepStrictEqual(again, listed)) return { result: undefined };
      const quarantined = listQuarantined(known, [again]);
      return changeTo(current, { ...current, quarantined }, 'quarantined again', context, undefined);
    }
    const record = addFacts(key, current, 'recording', recordingFacts, context);
    const why = { code: object.reason, message: shorten(detail), retryable: true, at: context.now };
    const outcome = { ...why, evidence: evidenceOf(object) };
    const after = deriveRecord(
      {
        ...(record.s3Stored ? record : { ...resetAttempts(record), outcome }),
        audioReceived: true,
        audioReceivedAt: record.audioReceivedAt ?? context.now,
        quarantined: listQuarantined(known, [object]),
        quarantinedCount: (record.quarantinedCount ?? known.length) + 1,
        lastQuarantined: { reason: object.reason, at: object.at },
      },
      context,
    );
    return changeTo(current, after, 'quarantined', context, undefined);
  };
