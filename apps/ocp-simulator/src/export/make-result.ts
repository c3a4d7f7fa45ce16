import type { AudioFile } from '../audio-library/audio-file.ts';
import type { RecordedCall } from '../plan/planned-call.ts';
import type { CallFacts } from '../script/call-facts.ts';
import type { EntryEffects } from '../script/export-effects.ts';
import type { Story } from '../script/make-story.ts';
import type { RowChanges } from './change-row.ts';
import type { ExportResult } from './export-job.ts';
import { numberFrom } from './number-id.ts';
import { secondRecording } from './second-recording.ts';

export type ResultDeps = {
  readonly story: Pick<Story, 'at'>;
  readonly factsOf: CallFacts;
  /** What second recordings are taken from. */
  readonly files: readonly AudioFile[];
};

type Exported = Extract<ExportResult, { kind: 'exported' }>;

/** Decides how a job lists each of its recordings. @param place of the job; absent: no step changes a job of the console. */
export const makeResult = (
  { story, factsOf, files }: ResultDeps,
  selected: readonly RecordedCall[],
  place?: number,
): Exported => {
  const recordings: RecordedCall[] = [];
  const rowChanges = new Map<string, RowChanges>();
  const [notFound, errors]: [string[], string[]] = [[], []];
  for (const call of selected) {
    const facts = factsOf(call);
    const effects = place === undefined ? {} : story.at('entry', { ...facts, job: place });
    if (effects.as === 'not-found') notFound.push(call.callId);
    else if (effects.as === 'error') errors.push(call.callId);
    else if (effects.as !== 'absent') {
      const listed = numbered(call, effects, facts.recording ?? 0);
      recordings.push(...withSecond(listed, effects, files));
      rowChanges.set(listed.recording.recordingId, effects);
    }
  }
  return { kind: 'exported', recordings, rowChanges, notFound, errors };
};

const numbered = (call: RecordedCall, { numbersFrom }: EntryEffects, place: number): RecordedCall =>
  numbersFrom === undefined
    ? call
    : { ...call, recording: { ...call.recording, recordingId: numberFrom(numbersFrom, place) } };

const withSecond = (
  call: RecordedCall,
  { second }: EntryEffects,
  files: readonly AudioFile[],
): RecordedCall[] => {
  if (second === undefined) return [call];
  const other = secondRecording(call, second.bytes, files);
  return second.listed === 'before' ? [other, call] : [call, other];
};
