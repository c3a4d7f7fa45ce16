import type { CallRecord, IngestionSource, Location, StoredAudio } from '../call-record.ts';
import { type CdrFacts, findReported, sourcesByPrecedence } from '../cdr/cdr-facts.ts';
import type { ChangeContext } from '../change-context.ts';
import { changeTo, type Transition } from '../change-record.ts';
import { deriveRecord } from '../derive-record.ts';
import type { CallKey } from '../ids.ts';
import { newRecord } from '../new-record.ts';
import type { Timestamp } from '../timestamp.ts';
import { addFacts } from './record-event.ts';

export type StoredRecording = {
  /** What the sender of the recording says of the call. */
  readonly facts?: CdrFacts;
  readonly location: Location;
  readonly audio: StoredAudio;
  readonly source: IngestionSource;
  /** When the last byte was received. */
  readonly receivedAt: Timestamp;
  /** When the bytes were found good. */
  readonly processedAt: Timestamp;
  /** When the object was durable. */
  readonly storedAt: Timestamp;
};

/** Sets the flags of a stored recording. Flags only go from false to true: a stored call stays as it is. */
export const markStored =
  (key: CallKey, stored: StoredRecording, context: ChangeContext): Transition<'stored' | 'stored before'> =>
  (current) => {
    if (current?.s3Stored) return { result: 'stored before' };
    const record = withFacts(key, current, stored.facts, context);
    const location = record.location ?? stored.location;
    const after: CallRecord = deriveRecord(
      {
        ...record,
        audioReceived: true,
        audioReceivedAt: record.audioReceivedAt ?? stored.receivedAt,
        audioProcessed: true,
        audioProcessedAt: record.audioProcessedAt ?? stored.processedAt,
        s3Stored: true,
        s3StoredAt: stored.storedAt,
        audioUrl: `s3://${location.bucket}/${location.key}`,
        location,
        audio: stored.audio,
        ingestionSource: stored.source,
        ...sayWhoRecovered(record, stored),
      },
      context,
    );
    const what = stored.source === 'REALTIME' ? 'stored by push' : 'stored by reconciliation';
    return changeTo(current, after, what, context, 'stored');
  };

/** A push is no recovery, unless a person took its bytes out of quarantine. */
const sayWhoRecovered = (
  { lastManualAction: action }: CallRecord,
  { source, audio }: StoredRecording,
): Pick<CallRecord, 'recoveredBy'> => {
  if (source === 'REALTIME') return action?.sha256 === audio.sha256 ? { recoveredBy: 'manual' } : {};
  return { recoveredBy: action ? 'manual' : 'automatic' };
};

/** Facts that other sources report too are left out: a listing repeats what the events of the call said. */
const withFacts = (
  key: CallKey,
  current: CallRecord | undefined,
  facts: CdrFacts = {},
  context: ChangeContext,
): CallRecord => {
  const isKnown = Object.entries(facts).every(
    ([field, value]) =>
      findReported(current?.facts ?? {}, field as keyof CdrFacts, sourcesByPrecedence) === value,
  );
  if (isKnown) return current ?? newRecord(key, context.now);
  return addFacts(key, current, 'recording', facts, context);
};
