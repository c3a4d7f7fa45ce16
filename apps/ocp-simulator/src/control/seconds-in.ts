import type { ExportJobs } from '../export/make-export-jobs.ts';
import { HEADER_BYTES } from '../export/second-recording.ts';
import type { RecordedCall } from '../plan/planned-call.ts';

/** The SHA-256 of every other good recording of a call that a job listed: each may be the one that is stored. */
export const secondsIn = (jobs: Pick<ExportJobs, 'list'>): ((call: RecordedCall) => readonly string[]) => {
  const listed = jobs.list().flatMap(({ result }) => (result.kind === 'failed' ? [] : result.recordings));
  const byCall = Map.groupBy(listed, ({ callId }) => callId);
  return ({ callId, recording }) => {
    const files = (byCall.get(callId) ?? []).map((call) => call.recording.file);
    const others = files.filter(
      ({ sha256, sizeBytes }) => sha256 !== recording.file.sha256 && sizeBytes > HEADER_BYTES,
    );
    return [...new Set(others.map(({ sha256 }) => sha256))];
  };
};
