import { UNASSIGNED_LINE_OF_BUSINESS } from '@recordings/topology';
import type { CallRecord, Location } from '../call-record.ts';
import type { CdrFacts } from '../cdr/cdr-facts.ts';
import type { ChangeContext } from '../change-context.ts';
import { changeTo, type Transition } from '../change-record.ts';
import type { CallKey } from '../ids.ts';
import type { Timestamp } from '../timestamp.ts';
import { addFacts } from './record-event.ts';

/** Where the call's one final object belongs, and whether it is stored there already. */
export type LocationClaim = {
  readonly location: Location;
  readonly s3Stored: boolean;
  /** Of the stored object: lower-case hex. */
  readonly sha256?: string;
};

/**
 * Puts bucket and key on the record before the final object is written. The first claim decides; later claims get the
 * same location. If the recording comes before any CDR, this makes the record.
 *
 * If the call has a location and is not stored, no facts are written here: `markStored` adds them.
 *
 * @param processedAt when staged bytes were found good: `audioProcessed` is set before they are copied.
 */
export const claimLocation =
  (
    key: CallKey,
    recordingFacts: CdrFacts,
    locate: (lineOfBusiness: string | undefined) => Location,
    context: ChangeContext,
    processedAt?: Timestamp,
  ): Transition<LocationClaim> =>
  (current) => {
    if (current?.location && !current.s3Stored) {
      const result = { location: current.location, s3Stored: false };
      return changeTo(current, markGood(current, processedAt), 'recording found good', context, result);
    }
    const record = addFacts(key, current, 'recording', recordingFacts, context);
    const location = current?.location ?? locate(record.lineOfBusiness);
    const after = {
      ...markGood(record, processedAt),
      location,
      ...(!current?.location && {
        locationLineOfBusiness: record.lineOfBusiness ?? UNASSIGNED_LINE_OF_BUSINESS,
      }),
    };
    const result = {
      location,
      s3Stored: after.s3Stored,
      ...(after.audio && { sha256: after.audio.sha256 }),
    };
    return changeTo(current, after, 'location claimed', context, result);
  };

/** Bytes that were found good were received. */
const markGood = (record: CallRecord, processedAt: Timestamp | undefined): CallRecord =>
  processedAt === undefined || record.audioProcessed
    ? record
    : {
        ...record,
        audioReceived: true,
        audioReceivedAt: record.audioReceivedAt ?? processedAt,
        audioProcessed: true,
        audioProcessedAt: processedAt,
      };
