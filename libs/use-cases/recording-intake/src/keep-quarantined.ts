import {
  CALL_UNIDENTIFIED,
  type ChangeContext,
  quarantineKey,
  recordQuarantined,
  unidentifiedKey,
} from '@recordings/call-record';
import { describeRejected } from './describe-audio.ts';
import type { Distrust } from './distrust.ts';
import type { IdentifiedRecording } from './incoming-recording.ts';
import type { IntakeDeps } from './intake-deps.ts';
import { objectMetadata } from './object-metadata.ts';
import type { ReceivedRecording } from './receive-recording.ts';

/**
 * Keeps bytes that are not trusted, with the reason, and records them on the call. The same bytes again are kept once.
 * The bytes, the reason and the record are written in this order. The lifecycle rule of the bucket deletes what is staged,
 * so the record names a key outside `incoming/`.
 *
 * @returns the key of the bytes, and whether the call is complete with another recording.
 */
export const keepQuarantined = async (
  { store, calls }: Pick<IntakeDeps, 'store' | 'calls'>,
  recording: IdentifiedRecording,
  received: ReceivedRecording,
  distrust: Distrust,
  context: ChangeContext,
  signal: AbortSignal,
): Promise<{ readonly key: string; readonly isCallStored: boolean }> => {
  const { sha256, sizeBytes } = received;
  const judged = describeRejected(received.verdict, recording.group);
  const isUnidentified = distrust.reason === CALL_UNIDENTIFIED;
  const key = isUnidentified ? unidentifiedKey(sha256) : quarantineKey(recording.key, sha256);
  await keepBytes(store, key, recording, received, signal);
  await store.explainQuarantined(key, explain(recording, received, distrust, context), signal);
  const { download } = recording;
  const origin = download && { recordingId: download.recordingId, downloadedFrom: [download.exportJobId] };
  const quarantined = { key, ...distrust, sha256, sizeBytes, at: context.now, ...origin, ...judged };
  const record = recordQuarantined(recording.key, recording.facts, quarantined, context);
  return calls.change(recording.key, (current) => ({
    ...record(current),
    result: { key, isCallStored: current?.s3Stored ?? false },
  }));
};

const keepBytes = (
  store: IntakeDeps['store'],
  key: string,
  { key: call, source }: IdentifiedRecording,
  { held, sha256, sizeBytes }: ReceivedRecording,
  signal: AbortSignal,
): Promise<void> => {
  if (held.kind === 'quarantined' && held.key === key) return Promise.resolve();
  const metadata = objectMetadata({ ...call, source });
  const facts = { sha256, sizeBytes, contentType: 'application/octet-stream', metadata };
  return held.kind === 'memory'
    ? store.quarantineBytes(key, held.chunks, facts, signal)
    : store.quarantineStaged(held.key, key, facts, signal);
};

/** The content of `{key}.json`. */
const explain = (
  { key, declared, source, facts, group }: IdentifiedRecording,
  { sha256, sizeBytes, verdict }: ReceivedRecording,
  { reason, detail }: Distrust,
  { now }: ChangeContext,
): object => ({
  ...key,
  reason,
  detail,
  sha256,
  sizeBytes,
  declared,
  source,
  facts,
  at: now,
  ...describeRejected(verdict, group),
});
