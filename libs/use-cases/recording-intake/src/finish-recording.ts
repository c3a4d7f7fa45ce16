import { type CallRecord, recordReceived, type Timestamp } from '@recordings/call-record';
import { commitRecording } from './commit-recording.ts';
import type { Distrust } from './distrust.ts';
import type { IdentifiedRecording } from './incoming-recording.ts';
import type { IntakeDeps } from './intake-deps.ts';
import { judgeRecording } from './judge-recording.ts';
import { keepQuarantined } from './keep-quarantined.ts';
import { keepRecord } from './keep-record.ts';
import { makeContext } from './make-context.ts';
import type { ReceivedRecording } from './receive-recording.ts';
import type { StoreResult } from './store-recording.ts';

/**
 * Judges received bytes and stores them, or keeps them in quarantine. It may be called twice for the same bytes.
 *
 * If it fails, staged bytes stay. The sender may send the recording again, or OCP may have deleted it: the staging
 * recovery finishes what is staged.
 */
export const finishRecording = async (
  deps: IntakeDeps,
  recording: IdentifiedRecording,
  received: ReceivedRecording,
  receivedAt: Timestamp,
  signal: AbortSignal,
): Promise<StoreResult> => {
  const likely = await recordStaged(deps, recording, received, receivedAt);
  const distrust = recording.distrust ?? judgeRecording(received, recording.declared, recording.group);
  const times = { receivedAt, processedAt: deps.now() };
  if (distrust) return quarantine(deps, recording, received, distrust, signal);

  const { location, stored, sinceEndMs } = await commitRecording(
    deps,
    recording,
    received,
    times,
    likely,
    signal,
  );
  const { sha256 } = received;
  if (stored && stored.sha256 !== sha256) {
    const detail = `another recording of the call, sha256 ${stored.sha256}, is stored at ${location.key}`;
    return quarantine(deps, recording, received, { reason: 'CONFLICT', detail }, signal);
  }
  const { key, source } = recording;
  await deps.publishStored({ ...key, location, sha256, source });
  await discardStaged(deps, received);
  if (stored) return { kind: 'stored before', key, location, sha256 };
  return { kind: 'stored', key, location, sha256, ...(sinceEndMs !== undefined && { sinceEndMs }) };
};

/**
 * Sets the first flag of a call whose recording is staged. A small recording sets it in its one last write.
 *
 * @returns what the record is likely to be from then on. Undefined if it was not looked at.
 */
const recordStaged = async (
  deps: IntakeDeps,
  recording: IdentifiedRecording,
  { held }: ReceivedRecording,
  receivedAt: Timestamp,
): Promise<{ readonly current: CallRecord | undefined } | undefined> => {
  // The record of a recording that names no call is made when it is quarantined.
  if (held.kind === 'memory' || recording.distrust) return undefined;
  const { key, facts } = recording;
  const transition = recordReceived(key, facts, receivedAt, makeContext(deps, recording));
  const { record } = await deps.calls.change(key, keepRecord(transition));
  return { current: record };
};

const quarantine = async (
  deps: IntakeDeps,
  recording: IdentifiedRecording,
  received: ReceivedRecording,
  distrust: Distrust,
  signal: AbortSignal,
): Promise<StoreResult> => {
  const context = makeContext(deps, recording);
  const kept = await keepQuarantined(deps, recording, received, distrust, context, signal);
  const { sha256, sizeBytes } = received;
  const { source } = recording;
  const { reason } = distrust;
  await deps.publishQuarantined({ ...recording.key, ...kept, reason, sha256, sizeBytes, source });
  await discardStaged(deps, received);
  return { kind: 'quarantined', key: recording.key, ...distrust, sha256, isCallStored: kept.isCallStored };
};

/** The last step: until then the staging recovery repeats all others, the event too. */
const discardStaged = async ({ store }: IntakeDeps, { held }: ReceivedRecording): Promise<void> => {
  if (held.kind === 'staged') await store.discard(held.key);
};
